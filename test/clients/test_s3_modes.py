"""Modes of the object store with `aws s3api` of each version: pages, conditions, copies, checksums, many keys at once."""

import json
import time
import urllib.error
import urllib.request

import pytest
from conftest import REFUSED

ODD = ["/", "//a//", "../up", "./.", "a b+c%20d", "é日🚀", "quote'\"<&>", "tab\tline\nend", "bell\u0007", "back\\slash"]


def test_lists_and_deletes_keys_of_every_kind(aws, s3, bucket, tmp_path):
    for key in ODD:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    listed = aws("s3api", "list-objects-v2", "--bucket", bucket, "--page-size", "3")["Contents"]
    assert [one["Key"] for one in listed] == sorted(ODD, key=str.encode)
    for key in ODD:
        aws("s3api", "get-object", "--bucket", bucket, f"--key={key}", str(tmp_path / "back"))
        assert (tmp_path / "back").read_bytes() == key.encode()
    # Text that XML cannot carry does not reach S3 in a document: such keys go one by one, as with the service.
    spoken = [key for key in ODD if "\u0007" not in key]
    document = json.dumps({"Objects": [{"Key": key} for key in spoken]})
    assert len(aws("s3api", "delete-objects", "--bucket", bucket, "--delete", document)["Deleted"]) == len(spoken)
    left = aws("s3api", "list-objects-v2", "--bucket", bucket)["Contents"]
    assert [one["Key"] for one in left] == ["bell\u0007"]


def test_goes_on_where_it_stopped(aws, s3, bucket):
    for key in ["a/1", "a/2", "b", "c/1", "d"]:
        s3.put_object(Bucket=bucket, Key=key)
    ask = ["s3api", "list-objects-v2", "--bucket", bucket, "--max-items", "3", "--page-size", "2"]
    first = aws(*ask)
    second = aws(*ask, "--starting-token", first["NextToken"])
    told = [one["Key"] for page in [first, second] for one in page["Contents"]]
    assert told == ["a/1", "a/2", "b", "c/1", "d"]
    folders = aws("s3api", "list-objects-v2", "--bucket", bucket, "--delimiter", "/", "--page-size", "1")
    assert [one["Prefix"] for one in folders["CommonPrefixes"]] == ["a/", "c/"]
    assert [one["Key"] for one in folders["Contents"]] == ["b", "d"]


def test_keeps_to_conditions(aws, s3, bucket, tmp_path):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"one")["ETag"]
    me = ["--bucket", bucket, "--key", "k"]
    target = str(tmp_path / "back")
    assert "304" in aws("s3api", "get-object", *me, "--if-none-match", etag, target, code=REFUSED)
    assert "PreconditionFailed" in aws("s3api", "get-object", *me, "--if-match", '"no"', target, code=REFUSED)
    copy = ["s3api", "copy-object", "--bucket", bucket, "--key", "copy", "--copy-source", f"{bucket}/k"]
    assert "PreconditionFailed" in aws(*copy, "--copy-source-if-none-match", etag, code=REFUSED)
    aws(*copy, "--metadata-directive", "REPLACE", "--metadata", "tone=dry", "--content-type", "text/csv")
    head = aws("s3api", "head-object", "--bucket", bucket, "--key", "copy")
    assert (head["Metadata"], head["ContentType"]) == ({"tone": "dry"}, "text/csv")


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_checksums_travel_with_the_object(aws, bucket, tmp_path, algorithm):
    source = tmp_path / "source"
    source.write_bytes(b"123456789")
    me = ["--bucket", bucket, "--key", "summed"]
    sent = aws("s3api", "put-object", *me, "--body", str(source), "--checksum-algorithm", algorithm)
    got = aws("s3api", "get-object", *me, "--checksum-mode", "ENABLED", str(tmp_path / "back"))
    assert sent[f"Checksum{algorithm}"] == got[f"Checksum{algorithm}"]
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


def test_an_address_ends_when_it_said(aws, s3, bucket):
    s3.put_object(Bucket=bucket, Key="brief", Body=b"x")
    url = aws("s3", "presign", f"s3://{bucket}/brief", "--expires-in", "1").strip()
    time.sleep(2)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url)
    assert refused.value.code == 403


def test_says_that_there_are_no_versions(aws, bucket):
    turn_on = ["s3api", "put-bucket-versioning", "--bucket", bucket, "--versioning-configuration", "Status=Enabled"]
    assert "NotImplemented" in aws(*turn_on, code=REFUSED)
    assert aws("s3api", "get-bucket-versioning", "--bucket", bucket) == ""
