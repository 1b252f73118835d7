/** The resources: machines that the service starts for the work and stops after it. */

import { choice, flag, instanceType, integer, period, ref, s3, secret, text, written } from './builders.ts'
import type { ObjectType, Slot } from './schema.ts'
import {
  alarms,
  logs,
  objectState,
  parent,
  region,
  retries,
  roles,
  runState,
  schedule,
  scheduleState,
} from './shared.ts'

const securityGroup = { pattern: '^sg-[0-9a-zA-Z]+$', account: 'securityGroupId' } as const
const bid = { min: 0, max: 20 }

/** What both kinds of machine have besides their own hardware. */
const machine = {
  keyPair: text('The EC2 key pair for logging in by SSH.', { account: 'keyPair' }),
  subnetId: text('The VPC subnet to start in.', { account: 'subnet' }),
  availabilityZone: text('The availability zone to start in.'),
  region,
  httpProxy: ref('uses', 'HttpProxy', 'The proxy through which it reaches AWS.'),
  initTimeout: period('How long it may take to start.'),
  useOnDemandOnLastAttempt: flag('Ask for an on-demand machine on the last try, after spot ones were not to be had.'),
  actionOnTaskFailure: choice(['continue', 'terminate'], 'What happens to the machine when a task on it fails.', {
    lenient: true,
  }),
  actionOnResourceFailure: choice(['retryall', 'retrynone'], 'What happens to its tasks when the machine fails.', {
    lenient: true,
  }),
}

const resource = (name: string, summary: string, own: Readonly<Record<string, Slot>>): ObjectType => ({
  name,
  family: 'resource',
  summary,
  slots: {
    ...own,
    ...schedule,
    ...retries,
    ...alarms,
    ...logs,
    parent,
    ...written({ '@failureReason': text('Why the machine failed.') }),
    ...runState,
    ...scheduleState,
    ...objectState,
  },
  oneOf: [],
  page: `dp-object-${name.toLowerCase()}.html`,
})

export const resources: readonly ObjectType[] = [
  resource('Ec2Resource', 'One EC2 machine.', {
    instanceType: instanceType('The kind of machine. Left out, a small one that the region offers.'),
    terminateAfter: period('When to stop the machine whatever happens. Without it a stuck run can cost for days.'),
    role: { ...roles.role, required: true },
    resourceRole: { ...roles.resourceRole, required: true },
    imageId: text('The machine image to start from, if not the usual one.'),
    securityGroupIds: text('A security group of a VPC, by its id sg-….', { many: true, ...securityGroup }),
    securityGroups: text('A security group of EC2-Classic, by its name.', {
      many: true,
      account: 'securityGroupName',
    }),
    spotBidPrice: text('The most to pay for a spot machine, in dollars an hour, above 0 and below 20.', bid),
    associatePublicIpAddress: flag('Give it a public address. The usual answer outside of private subnets.'),
    runAsUser: text('The user that the commands run as.'),
    ...machine,
    logUri: s3('Where its own logs go; usually pipelineLogUri is enough.', { names: 'folder' }),
    instanceCount: integer('How many machines; only one is possible.', {
      deprecated: 'An EC2 resource is always one machine.',
    }),
    minInstanceCount: integer('How many machines at least; only one is possible.', {
      deprecated: 'An EC2 resource is always one machine.',
    }),
  }),
  resource('EmrCluster', 'An EMR cluster.', {
    releaseLabel: text('The EMR release, such as emr-5.36.0, for release 4 and later.'),
    amiVersion: text('The AMI version of an old cluster, 2.x or 3.x, instead of a release.'),
    applications: text('An application to install, such as spark; with a release only. Left out: hive and pig.', {
      many: true,
    }),
    masterInstanceType: instanceType('The kind of machine of the master node.', { default: 'm1.small' }),
    coreInstanceType: instanceType('The kind of machine of the core nodes.', { default: 'm1.small' }),
    coreInstanceCount: integer('How many core nodes.', { default: '1', min: 0 }),
    taskInstanceType: instanceType('The kind of machine of the task nodes.'),
    taskInstanceCount: integer('How many task nodes.', { default: '1', min: 0 }),
    terminateAfter: period('When to stop the cluster whatever happens; a bare number means hours.', {
      bareUnit: 'hours',
    }),
    role: { ...roles.role, default: 'DataPipelineDefaultRole' },
    resourceRole: { ...roles.resourceRole, default: 'DataPipelineDefaultRole' },
    bootstrapAction: text('A script in S3 to run on every node first, then its arguments, joined by commas.', {
      many: true,
      limit: 'commands',
    }),
    configuration: ref('uses', 'EmrConfiguration', 'Settings of the applications on all nodes.', { many: true }),
    masterGroupConfiguration: ref('uses', 'EmrConfiguration', 'Settings of the applications on the master node.'),
    coreGroupConfiguration: ref('uses', 'EmrConfiguration', 'Settings of the applications on the core nodes.'),
    taskGroupConfiguration: ref('uses', 'EmrConfiguration', 'Settings of the applications on the task nodes.'),
    masterEbsConfiguration: ref('uses', 'EbsConfiguration', 'Disks of the master node.'),
    coreEbsConfiguration: ref('uses', 'EbsConfiguration', 'Disks of the core nodes.'),
    taskEbsConfiguration: ref('uses', 'EbsConfiguration', 'Disks of the task nodes.'),
    EbsBlockDeviceConfig: ref('uses', 'EbsBlockDeviceConfig', 'Disks of one kind for the nodes.'),
    VolumeSpecification: ref('uses', 'VolumeSpecification', 'Size and kind of the disks.'),
    masterInstanceBidPrice: text('The most to pay for a spot master node, in dollars an hour, or OnDemandPrice.', bid),
    coreInstanceBidPrice: text('The most to pay for a spot core node, in dollars an hour, or OnDemandPrice.'),
    taskInstanceBidPrice: text('The most to pay for a spot task node, in dollars an hour, or OnDemandPrice.', bid),
    ...machine,
    emrManagedMasterSecurityGroupId: text('The security group of the master node.', securityGroup),
    emrManagedSlaveSecurityGroupId: text('The security group of the other nodes.', securityGroup),
    serviceAccessSecurityGroupId: text('The security group by which EMR reaches a private subnet.', securityGroup),
    additionalMasterSecurityGroupIds: text('One more security group of the master node.', {
      many: true,
      ...securityGroup,
    }),
    additionalSlaveSecurityGroupIds: text('One more security group of the other nodes.', {
      many: true,
      ...securityGroup,
    }),
    emrLogUri: s3('Where the logs of the cluster go.', { names: 'folder' }),
    enableDebugging: text('Whether EMR keeps an index of its logs.'),
    hadoopSchedulerType: choice(
      ['PARALLEL_FAIR_SCHEDULING', 'PARALLEL_CAPACITY_SCHEDULING', 'DEFAULT_SCHEDULER'],
      'How Hadoop shares the cluster between jobs.',
    ),
    hadoopVersion: text('The Hadoop version of an old cluster.'),
    supportedProducts: text('A third-party product to install.', { many: true }),
    installHive: text('The Hive version to install on an old cluster.'),
    visibleToAllUsers: flag('Let every IAM user of the account see the cluster.'),
  }),
]

/** Not a machine, but what machines go through. */
export const proxies: readonly ObjectType[] = [
  {
    name: 'HttpProxy',
    family: 'config',
    summary: 'The proxy through which a machine reaches AWS.',
    slots: {
      hostname: text('The host of the proxy.', { required: true }),
      port: text('The port of the proxy.', { required: true }),
      username: text('The user, if the proxy asks for one.'),
      '*password': secret('The password, if the proxy asks for one. The star keeps it encrypted and masked.'),
      s3NoProxy: flag('Reach S3 directly instead.'),
      windowsDomain: text('The Windows domain, for a proxy with NTLM.'),
      windowsWorkgroup: text('The Windows workgroup, for a proxy with NTLM.'),
      parent,
      ...objectState,
    },
    oneOf: [],
    page: 'dp-object-httpproxy.html',
  },
]
