import type { DiagnosisRule } from '../rule.ts'

export const capacityRules: readonly DiagnosisRule[] = [
  {
    id: 'capacity.type-not-in-emr',
    title: 'EMR does not offer this instance type',
    of: ['EmrCluster'],
    rank: 96,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'emrStateChangeReason'],
        like: /instance type '(?<type>[\w.]+)' is not supported|(masterInstanceType|coreInstanceType|taskInstanceType).*not supported/i,
      },
    ],
    cause:
      'The type is not allowed for this EMR release or region. Older defaults such as m1 do not work with newer releases.',
    remedies: [
      'Choose a type from the EMR list for the release.',
      'Name masterInstanceType and coreInstanceType explicitly instead of relying on old defaults.',
    ],
  },
  {
    id: 'capacity.instance-quota',
    title: 'Instance quota used up',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'ec2StateReason'],
        like: /InstanceLimitExceeded|VcpuLimitExceeded|(your|current) quota allows for|vCPU (limit|capacity)|instance quota/i,
      },
    ],
    cause: 'The account limit for running instances or vCPUs of this family is reached in this region.',
    remedies: [
      'Ask for a higher quota, or stop other instances.',
      'Use a smaller or another family.',
      'Move parallel pipelines to different start times.',
    ],
  },
  {
    id: 'capacity.spot-interrupted',
    title: 'Spot machine was taken back',
    of: ['Ec2Resource', 'EmrCluster', 'activity'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: [
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'activityLog',
          'apiError',
          'ec2StateReason',
          'emrStateChangeReason',
        ],
        like: /Server\.SpotInstance(Termination|Shutdown)|instance-terminated-(by-price|no-capacity|capacity)|spot (instance )?(was )?(interrupt|terminat|reclaim)/i,
      },
    ],
    cause: 'EC2 reclaimed the spot machine because of capacity or price.',
    remedies: [
      'Set useOnDemandOnLastAttempt so that the last try is safe.',
      'Put only task nodes of a cluster on spot.',
      'Choose a type with a lower interruption band (shown in the price card).',
    ],
  },
  {
    id: 'capacity.spot-price-low',
    title: 'Spot bid is below the market',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'ec2StateReason'],
        like: /SpotMaxPriceTooLow|price-too-low|(spot )?(bid|max(imum)?) price .*(lower|below|less)/i,
      },
    ],
    cause: 'The bid is under the current spot price, so the request waits or is refused.',
    remedies: [
      'Raise spotBidPrice to the on-demand price; you still pay the lower market price.',
      'Set useOnDemandOnLastAttempt.',
    ],
  },
  {
    id: 'capacity.volume-limit',
    title: 'Volume quota used up',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 94,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'ec2StateReason'],
        like: /VolumeLimitExceeded|MaxIOPSLimitExceeded|Client\.VolumeLimitExceeded/i,
      },
    ],
    cause: 'The account limit for volume size or IOPS is reached.',
    remedies: ['Delete unused volumes or raise the quota.', 'Reduce the volume size or IOPS of the cluster.'],
  },
  {
    id: 'capacity.insufficient',
    title: 'No free capacity for this type in the zone',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: [
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'activityLog',
          'apiError',
          'ec2StateReason',
          'emrStateChangeReason',
        ],
        like: /InsufficientInstanceCapacity|insufficient (instance )?capacity|capacity-not-available|INSTANCE_FLEET_TIMEOUT|no Spot capacity/i,
      },
    ],
    cause: 'EC2 has none left of this type in this zone right now.',
    remedies: [
      'Leave availabilityZone and subnet open, or choose another.',
      'Choose a similar type; the what-if panel lists them with price.',
      'Set useOnDemandOnLastAttempt for spot.',
    ],
  },
  {
    id: 'capacity.type-zone-unsupported',
    title: 'Type is not sold in this zone',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 85,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /requested (instance )?(type|configuration).*not (currently )?supported|Error Code: Unsupported\b|Unsupported: /i,
      },
    ],
    cause: 'The zone or image combination does not offer the type (also shown for old images on new types).',
    remedies: ['Choose another zone or subnet.', 'Check the architecture and virtualization type of the image.'],
  },
  {
    id: 'capacity.throttled',
    title: 'API rate limit',
    of: ['*'],
    rank: 82,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'stderr', 'apiError', 'taskRunnerLog'],
        like: /ThrottlingException|\bThrottling\b|Rate exceeded|RequestLimitExceeded|TooManyRequests|SlowDown|503 Slow Down/i,
      },
    ],
    cause: 'Too many calls per second to an AWS API. Many pipelines that start on the full hour are a common reason.',
    remedies: [
      'Spread start times by some minutes.',
      'Retry with growing waits and some randomness.',
      'In S3, spread keys over more prefixes.',
    ],
  },
  {
    id: 'capacity.data-pipeline-limit',
    title: 'A Data Pipeline quota is reached',
    of: ['pipeline'],
    rank: 80,
    confidence: 'high',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /(limit|quota|maximum number) .*(pipelines|objects|fields)|(pipelines|objects|fields) .*(limit|exceed)|LimitExceededException/i,
      },
    ],
    cause: 'Default quotas: 100 pipelines per account, 100 objects per pipeline, 50 fields per object.',
    remedies: [
      'Delete finished pipelines: they also cost money as inactive.',
      'Split a large pipeline, or ask for a higher limit.',
    ],
  },
  {
    id: 'capacity.provisioning-stuck',
    title: 'Machine never came up',
    of: ['resource'],
    rank: 70,
    confidence: 'medium',
    state: { statuses: ['ACTIVATING', 'CREATING', 'VALIDATING'], minutesInStateOver: 20 },
    cause: 'The type is not available in the region, the quota is zero, or bootstrapping hangs.',
    remedies: [
      'Check that the type exists in the chosen region.',
      'Set initTimeout so that creation is given up and retried.',
    ],
  },
  {
    id: 's3.disk-full-staging',
    title: 'Disk full',
    of: ['*'],
    rank: 92,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep', 'taskRunnerLog'],
        like: /No space left on device|ENOSPC|disk (is )?full|DiskOutOfSpace|disk quota exceeded/i,
      },
    ],
    cause: 'Staged input, unpacked files or intermediate data are larger than the local disk.',
    remedies: [
      'Choose a type with more local disk, or a bigger volume.',
      'Read as a stream rather than staging, or delete unpacked files.',
    ],
  },
  {
    id: 'script.java-heap',
    title: 'Java ran out of heap',
    of: ['*'],
    rank: 91,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'emrStep', 'taskRunnerLog'],
        like: /java\.lang\.OutOfMemoryError|GC overhead limit exceeded|Java heap space/i,
      },
    ],
    cause: 'The Java process needs a larger heap or a larger machine.',
    remedies: ['Raise -Xmx, or the memory settings of the step.', 'Choose a memory type (r family).'],
  },
  {
    id: 'script.exit-137',
    title: 'Killed: out of memory (exit 137)',
    of: ['*'],
    rank: 90,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /exit(ed)?( with)?( code| status| value)?:? 137\b|^Killed$|Out of memory: Kill|OOMKilled|oom-killer|signal 9\b/im,
      },
    ],
    cause: 'The operating system killed the process because memory ran out.',
    remedies: ['Choose a type with more memory; the what-if panel shows the price.', 'Read the input in parts.'],
  },
]
