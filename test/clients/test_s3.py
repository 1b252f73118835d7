"""The object store with `aws s3`, `aws s3api` and boto3."""

import hashlib
import os
import urllib.error
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from conftest import REFUSED

MiB = 2**20


@pytest.fixture(scope="session")
def big(tmp_path_factory):
    """A file that clients send and fetch in parts."""
    path = tmp_path_factory.mktemp("big") / "big.bin"
    path.write_bytes(os.urandom(55 * MiB + 123))
    return path


def digest(path):
    return hashlib.md5(path.read_bytes()).hexdigest()


def test_make_and_remove_a_bucket(aws):
    name = f"made-{uuid.uuid4().hex[:12]}"
    assert "make_bucket" in aws("s3", "mb", f"s3://{name}")
    assert name in aws("s3", "ls")
    aws("s3", "cp", "-", f"s3://{name}/one", stdin="x")
    assert "BucketNotEmpty" in aws("s3", "rb", f"s3://{name}", code=1)
    aws("s3", "rb", f"s3://{name}", "--force")
    assert "NoSuchBucket" in aws("s3", "ls", f"s3://{name}", code=REFUSED)


def test_copy_up_list_and_down(aws, bucket, tmp_path):
    (tmp_path / "a b+c é.txt").write_text("content")
    aws("s3", "cp", str(tmp_path / "a b+c é.txt"), f"s3://{bucket}/deep/er/")
    assert "PRE deep/" in aws("s3", "ls", f"s3://{bucket}")
    assert "deep/er/a b+c é.txt" in aws("s3", "ls", "--recursive", f"s3://{bucket}")
    aws("s3", "cp", f"s3://{bucket}/deep/er/a b+c é.txt", str(tmp_path / "back"))
    assert (tmp_path / "back").read_text() == "content"


def test_from_and_to_the_pipe(aws, bucket):
    aws("s3", "cp", "-", f"s3://{bucket}/piped", stdin="through the pipe")
    assert aws("s3", "cp", f"s3://{bucket}/piped", "-") == "through the pipe"


def test_sync_both_ways_moves_only_what_changed(aws, bucket, tmp_path):
    source = tmp_path / "source"
    for name in ["one", "two/three", "two/four"]:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        # S3 counts in whole seconds: what is younger than that may look changed.
        os.utime(path, (path.stat().st_mtime - 60,) * 2)
    assert aws("s3", "sync", str(source), f"s3://{bucket}/tree").count("upload:") == 3
    assert aws("s3", "sync", str(source), f"s3://{bucket}/tree") == ""
    (source / "one").write_text("one, changed")
    assert aws("s3", "sync", str(source), f"s3://{bucket}/tree").count("upload:") == 1
    (source / "two" / "four").unlink()
    assert aws("s3", "sync", "--delete", str(source), f"s3://{bucket}/tree").count("delete:") == 1
    target = tmp_path / "target"
    assert aws("s3", "sync", f"s3://{bucket}/tree", str(target)).count("download:") == 2
    assert (target / "one").read_text() == "one, changed"
    assert (target / "two" / "three").read_text() == "two/three"


def test_more_than_fifty_megabytes_go_in_parts(aws, bucket, big, tmp_path):
    aws("s3", "cp", "--no-progress", str(big), f"s3://{bucket}/big")
    told = aws("s3api", "head-object", "--bucket", bucket, "--key", "big")
    assert told["ContentLength"] == big.stat().st_size
    assert "-" in told["ETag"]
    aws("s3", "cp", "--no-progress", f"s3://{bucket}/big", str(tmp_path / "back"))
    assert digest(tmp_path / "back") == digest(big)


def test_copies_within_the_store(aws, bucket, big, tmp_path):
    aws("s3", "cp", "--no-progress", str(big), f"s3://{bucket}/big")
    aws("s3", "cp", "--no-progress", f"s3://{bucket}/big", f"s3://{bucket}/copy")
    aws("s3", "mv", "--no-progress", f"s3://{bucket}/copy", f"s3://{bucket}/moved")
    aws("s3", "cp", "--no-progress", f"s3://{bucket}/moved", str(tmp_path / "back"))
    assert digest(tmp_path / "back") == digest(big)
    assert "copy" not in aws("s3", "ls", f"s3://{bucket}")


def test_a_range(aws, bucket, tmp_path):
    aws("s3", "cp", "-", f"s3://{bucket}/digits", stdin="0123456789")
    told = aws("s3api", "get-object", "--bucket", bucket, "--key", "digits", "--range", "bytes=2-4", str(tmp_path / "part"))
    assert (tmp_path / "part").read_text() == "234"
    assert told["ContentRange"] == "bytes 2-4/10"


def test_remove_all_below_a_prefix(aws, bucket):
    for key in ["gone/1", "gone/2", "kept"]:
        aws("s3", "cp", "-", f"s3://{bucket}/{key}", stdin="x")
    assert aws("s3", "rm", "--recursive", f"s3://{bucket}/gone/").count("delete:") == 2
    assert aws("s3", "ls", "--recursive", f"s3://{bucket}").split()[-1] == "kept"


def test_presigned_addresses_of_both_signatures(aws, bucket, s3):
    aws("s3", "cp", "-", f"s3://{bucket}/signed", stdin="for whoever has the address")
    old = boto3.client("s3", config=Config(signature_version="s3"))
    params = {"Bucket": bucket, "Key": "signed"}
    for url in [
        aws("s3", "presign", f"s3://{bucket}/signed").strip(),
        s3.generate_presigned_url("get_object", Params=params),
        old.generate_presigned_url("get_object", Params=params),
    ]:
        assert urllib.request.urlopen(url).read() == b"for whoever has the address"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url.replace("/signed", "/other"))
        assert refused.value.code == 403
    put = urllib.request.Request(s3.generate_presigned_url("put_object", Params=params), data=b"new", method="PUT")
    urllib.request.urlopen(put)
    assert s3.get_object(**params)["Body"].read() == b"new"


def test_boto3_uploads_downloads_and_types_its_exceptions(s3, bucket, big, tmp_path):
    s3.upload_file(str(big), bucket, "big", ExtraArgs={"Metadata": {"made": "by boto"}})
    s3.download_file(bucket, "big", str(tmp_path / "back"))
    assert digest(tmp_path / "back") == digest(big)
    assert s3.head_object(Bucket=bucket, Key="big")["Metadata"] == {"made": "by boto"}
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=bucket, Key="never")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket="never-made-at-all")
    with pytest.raises(ClientError) as refused:
        s3.get_bucket_acl(Bucket=bucket)
    assert refused.value.response["Error"]["Code"] == "NotImplemented"


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"])
def test_checksums_of_boto3(s3, bucket, algorithm):
    sent = s3.put_object(Bucket=bucket, Key=algorithm, Body=b"123456789", ChecksumAlgorithm=algorithm)
    assert sent[f"Checksum{algorithm}"]
    got = s3.get_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
    assert got[f"Checksum{algorithm}"] == sent[f"Checksum{algorithm}"]
    assert got["Body"].read() == b"123456789"


def test_checksums_of_parts(aws, bucket, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"x" * (9 * 2**20))
    aws("s3", "cp", "--no-progress", "--checksum-algorithm", "SHA256", str(source), f"s3://{bucket}/parts")
    told = aws("s3api", "head-object", "--bucket", bucket, "--key", "parts", "--checksum-mode", "ENABLED")
    assert told["ChecksumSHA256"].endswith("-2")
    aws("s3", "cp", "--no-progress", "--checksum-mode", "ENABLED", f"s3://{bucket}/parts", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


def test_virtual_hosts_are_not_needed(bucket):
    plain = boto3.client("s3")
    plain.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert plain.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
