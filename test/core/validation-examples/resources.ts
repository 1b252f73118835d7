import { cluster, type Examples, machine, ref, shell } from './example.ts'

export const resourceExamples: Examples = {
  'resource/no-terminate-after': [[machine()], [machine({ terminateAfter: '#{myLife}' })]],
  'resource/own-runner': [[machine({ workerGroup: 'w' })], [{ id: 'Default', workerGroup: 'w' }, machine()]],
  'resource/worker-group-ignored': [
    [shell({ runsOn: ref('Machine'), workerGroup: 'w' }), machine()],
    [{ id: 'Default', workerGroup: 'w' }, shell({ runsOn: ref('Machine') }), machine()],
  ],
  'resource/group-id-as-name': [[machine({ securityGroups: 'sg-1a' })], [machine({ securityGroupIds: 'sg-1a' })]],
  'resource/group-names-in-vpc': [
    [machine({ subnetId: 'subnet-1a', securityGroups: 'default' })],
    [machine({ subnetId: 'subnet-1a', securityGroupIds: 'sg-1a' })],
  ],
  'resource/swapped-roles': [
    [machine({ role: 'DataPipelineDefaultResourceRole' })],
    [machine({ role: 'DataPipelineDefaultRole', resourceRole: 'DataPipelineDefaultResourceRole' })],
  ],
  'resource/role-as-arn': [
    [machine({ role: 'arn:aws:iam::123456789012:role/team/Runner' })],
    [machine({ role: 'Runner' })],
  ],
  'resource/bid': [
    [machine({ spotBidPrice: '$0.10' })],
    [cluster({ masterInstanceBidPrice: 'OnDemandPrice', taskInstanceBidPrice: '.2' })],
  ],
  'resource/zone-and-subnet': [
    [machine({ subnetId: 'subnet-1a', availabilityZone: 'us-east-1a' })],
    [machine({ subnetId: 'subnet-1a' })],
  ],
  'resource/zone-outside-region': [
    [machine({ region: 'us-east-1', availabilityZone: 'us-west-2a' })],
    [machine({ region: 'us-east-1', availabilityZone: 'us-east-1a' })],
  ],
  'resource/id-form': [
    [machine({ imageId: 'amazon-linux' })],
    [machine({ imageId: 'ami-1a2b', subnetId: '#{mySubnet}' })],
  ],
  'resource/key-pair-file': [[machine({ keyPair: '~/.ssh/team.pem' })], [machine({ keyPair: 'team' })]],
  'resource/no-key-pair': [[machine()], [machine({ keyPair: 'team' })]],
  'resource/old-machine': [[machine({ instanceType: 'm1.small' })], [machine({ instanceType: 'm5.large' })]],
  'resource/last-try-without-bid': [
    [machine({ useOnDemandOnLastAttempt: 'true' })],
    [machine({ useOnDemandOnLastAttempt: 'true', spotBidPrice: '0.1' })],
  ],
  'resource/outlived': [
    [shell({ attemptTimeout: '3 hours', runsOn: ref('Cluster') }), cluster({ terminateAfter: '2' })],
    [shell({ attemptTimeout: '1 hour', runsOn: ref('Cluster') }), cluster({ terminateAfter: '2' })],
  ],
  'resource/start-timeout': [
    [machine({ initTimeout: '1 hour', terminateAfter: '1 hour' })],
    [machine({ initTimeout: '10 minutes', terminateAfter: '1 hour' })],
  ],
  'resource/clear-proxy': [
    [{ id: 'P', type: 'HttpProxy', username: 'u' }],
    [{ id: 'P', type: 'HttpProxy', username: 'u', '*password': '#{*myPassword}' }],
  ],
  'resource/core-bid-without-count': [
    [cluster({ coreInstanceBidPrice: '0.1' })],
    [cluster({ coreInstanceBidPrice: '0.1', coreInstanceCount: '2' })],
  ],
  'resource/task-count-without-type': [
    [cluster({ taskInstanceCount: '2' })],
    [cluster({ taskInstanceCount: '2', taskInstanceType: 'm5.xlarge' })],
  ],
  'resource/release-and-ami': [
    [cluster({ releaseLabel: 'emr-5.36.0', amiVersion: '3.9' })],
    [cluster({ amiVersion: '3.9' })],
  ],
  'resource/release-only': [
    [cluster({ applications: ['spark'] })],
    [cluster({ applications: ['spark'], releaseLabel: 'emr-5.36.0' })],
  ],
  'resource/release-form': [[cluster({ releaseLabel: '5.36.0' })], [cluster({ releaseLabel: 'emr-5.36.0' })]],
  'resource/private-subnet': [
    [cluster({ subnetId: 'subnet-1a', serviceAccessSecurityGroupId: 'sg-1a' })],
    [
      cluster({
        subnetId: 'subnet-1a',
        serviceAccessSecurityGroupId: 'sg-1a',
        emrManagedMasterSecurityGroupId: 'sg-2a',
        emrManagedSlaveSecurityGroupId: 'sg-3a',
      }),
    ],
  ],
}
