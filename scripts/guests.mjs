// AWS clients beside the AWS CLI 1 and boto3: how each is found or installed, and what its tests are told of it.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const boto2 = 'boto==2.49.0'
// The newest bundle for Python 3.11; its community.aws still has data_pipeline. ansible-core is the one that it asks for.
const ansible = 'ansible==12.3.0'
const ansibleCore = 'ansible-core~=2.19.5'

/** Each with its title, the files of its tests, and `find`: `{ env }` for the tests, or `{ leftOut }`, a reason. */
export function guests({ cache, python, tests }) {
  return [
    { title: 'AWS CLI, version 2', files: ['test_operations_cli.py', 'test_s3_modes.py'], find: awsCli2 },
    { title: 'AWS SDK for Go', files: ['test_go.py'], find: () => goClient(cache, join(tests, 'go')) },
    { title: 'boto 2', files: ['test_boto2.py'], find: () => boto2Python(cache) },
    { title: 'Ansible', files: ['test_ansible.py'], find: () => ansibleCollections(cache, python) },
    { title: 'Terraform', files: ['test_terraform.py'], find: terraformProvider },
  ]
}

/** It is in no registry of Python, so the system's packages bring it: Debian calls it awscli. */
function awsCli2() {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env.PATH ?? '').split(':')]
  const find = () =>
    folders
      .map(folder => join(folder, 'aws'))
      .find(path => existsSync(path) && /^aws-cli\/2\./.test(said(path, ['--version'])))
  if (!find() && process.env.CI && process.getuid?.() === 0) {
    tried('apt-get', ['-qq', 'update'])
    tried('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'awscli'])
  }
  const path = find()
  return path ? { env: { AWS_CLI: path, AWS_CLI_REFUSED: '254' } } : { leftOut: 'there is no `aws` of version 2 here.' }
}

function goClient(cache, source) {
  const program = join(cache, 'go-client')
  if (!/^go version/.test(said('go', ['version']))) return { leftOut: 'there is no Go here.' }
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' }
  const built = spawnSync('go', ['build', '-o', program, '.'], { cwd: source, env, encoding: 'utf8' })
  return built.status === 0 ? { env: { GO_CLIENT: program } } : { leftOut: `go build: ${lastLine(built.stderr)}` }
}

/** Its last release imports modules that Python has had no more since 3.12. */
function boto2Python(cache) {
  const home = join(cache, 'boto2')
  const python = join(home, 'bin', 'python')
  const found = { env: { BOTO2_PYTHON: python } }
  if (said(python, ['-c', 'import boto.datapipeline.layer1; print("here")']) === 'here') return found
  const old = ['python3', 'python3.11', 'python3.10', 'python3.9'].find(
    name => said(name, ['-c', 'import sys; print(sys.version_info < (3, 12))']) === 'True',
  )
  if (!old) return { leftOut: 'boto 2.49 needs a Python older than 3.12, and there is none here.' }
  rmSync(home, { recursive: true, force: true })
  const trouble = tried(old, ['-m', 'venv', home]) ?? tried(python, [...pip, 'install', boto2])
  return trouble ? { leftOut: trouble } : found
}

/** Only the two collections out of the bundle: the rest is a thousand megabytes of others. */
function ansibleCollections(cache, python) {
  const home = join(cache, 'ansible')
  const stamp = join(home, 'installed')
  const found = { env: { ANSIBLE_COLLECTIONS_PATH: home, ANSIBLE_LOCALHOST_WARNING: 'false' } }
  if (existsSync(stamp)) return found
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const bundle = join(home, 'bundle')
  const unpacked = join(home, 'unpacked')
  const trouble =
    tried(python, [...pip, 'install', ansibleCore]) ??
    tried(python, [...pip, 'download', '--no-deps', '--only-binary', ':all:', '-d', bundle, ansible]) ??
    tried(python, ['-m', 'zipfile', '-e', join(bundle, readdirSync(bundle)[0] ?? ''), unpacked])
  if (trouble) return { leftOut: trouble }
  for (const name of ['amazon/aws', 'community/aws'])
    cpSync(join(unpacked, 'ansible_collections', name), join(home, 'ansible_collections', name), { recursive: true })
  rmSync(bundle, { recursive: true })
  rmSync(unpacked, { recursive: true })
  writeFileSync(stamp, ansible)
  return found
}

/** Terraform and the provider are used where they are, and never fetched: neither is in a registry of packages. */
function terraformProvider() {
  if (!/^Terraform v/.test(said('terraform', ['version']))) return { leftOut: 'there is no Terraform here.' }
  const homes = [
    process.env.TF_PLUGINS,
    join(homedir(), '.terraform.d', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    ...namesIn('/opt').map(name => join('/opt', name)),
  ]
  const provider = homes.flatMap(home => (home ? providersUnder(home) : [])).at(-1)
  return provider
    ? { env: { TERRAFORM_PROVIDER: provider } }
    : { leftOut: 'the AWS provider of Terraform is not on this machine; TF_PLUGINS may name a mirror of providers.' }
}

/** A mirror has a folder for each registry that it is one of, whatever that is called. */
function providersUnder(home) {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
  return namesIn(home).flatMap(registry => {
    const versions = join(home, registry, 'hashicorp', 'aws')
    return namesIn(versions)
      .map(version => join(versions, version, platform))
      .filter(existsSync)
  })
}

const namesIn = folder => (existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [])

const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check']

/** What it prints, or nothing where it is not there or fails. */
function said(program, args) {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' }
  const done = spawnSync(program, args, { encoding: 'utf8', env })
  return done.status === 0 ? done.stdout.trim() : ''
}

/** Nothing where it went well, else a sentence. */
function tried(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8' })
  if (done.status === 0) return undefined
  return `${[program, ...args].join(' ')}: ${lastLine(done.stderr ?? '') || done.error?.message || done.status}`
}

const lastLine = text => text.trim().split('\n').at(-1) ?? ''
