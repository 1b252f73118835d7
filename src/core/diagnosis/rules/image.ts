import type { DiagnosisRule } from '../rule.ts'

export const imageRules: readonly DiagnosisRule[] = [
  {
    id: 'image.not-found',
    title: 'Image not found',
    of: ['Ec2Resource'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /InvalidAMIID\.(NotFound|Malformed|Unavailable)|image id .*(does not exist|not found)|InvalidSnapshot\.NotFound|Client\.InvalidSnapshot/i,
      },
    ],
    cause: 'The image id belongs to another region, was removed, or is not shared with the account.',
    remedies: ['Use an image of the same region, or clear imageId to use the default.'],
  },
  {
    id: 'image.virtualization',
    title: 'Image and instance type do not fit',
    of: ['Ec2Resource'],
    rank: 93,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /virtualization type|non-HVM|(hvm|paravirtual).*not supported|architecture '?\w+'? of the specified instance type/i,
      },
    ],
    cause: 'Old types boot PV images, new ones HVM, and Arm types need Arm images.',
    remedies: ['Choose an HVM image for current types.', 'Match x86 or Arm on both sides.'],
  },
  {
    id: 'image.runner-java',
    title: 'Task Runner and Java version do not fit',
    of: ['activity', 'resource'],
    rank: 84,
    confidence: 'medium',
    texts: [
      {
        in: ['taskRunnerLog', 'stderr'],
        like: /UnsupportedClassVersionError|Unsupported major\.minor version|has been compiled by a more recent version/i,
      },
    ],
    cause: 'A jar was built for a newer Java than the machine runs.',
    remedies: ['Build for Java 8, or install a newer Java in the command.'],
  },
  {
    id: 'image.task-runner-tools',
    title: 'Image lacks what Task Runner needs',
    of: ['Ec2Resource'],
    rank: 83,
    confidence: 'medium',
    texts: [
      {
        in: ['taskRunnerLog', 'bootstrap', 'stderr'],
        like: /(java|unzip|wget|curl|bash|gcc|cloud-init): (command )?not found|UnsupportedClassVersionError|user ec2-user does not exist|JAVA_HOME/i,
      },
    ],
    cause: 'A custom image needs bash, wget, unzip, a supported Java, cloud-init and the ec2-user account.',
    remedies: [
      'Add the tools to the image and try again.',
      'Use the default image and install your own tools in the command.',
    ],
  },
  {
    id: 'image.imds',
    title: 'Image works only with the old metadata service',
    of: ['Ec2Resource'],
    rank: 78,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'taskRunnerLog'],
        like: /Unable to load credentials from (any|service endpoint)|Failed to connect to (service endpoint|instance metadata)|EC2MetadataClient|169\.254\.169\.254.*(401|403|Unauthorized)/i,
      },
    ],
    cause: 'The default image or an old SDK asks metadata version 1, which the account or image blocks.',
    remedies: [
      'Use an image that supports version 2 of the metadata service, for example from the public image parameter.',
      'Update the SDK used by the script.',
    ],
  },
  {
    id: 'service.new-customers',
    title: 'Service not open for this account',
    of: ['pipeline'],
    rank: 97,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError'],
        like: /(no longer|not) (open|available) (to|for) new customers|not (subscribed|enabled|activated).{0,40}(datapipeline|Data Pipeline|service)|OptInRequired|SubscriptionRequiredException/i,
      },
    ],
    cause: 'AWS Data Pipeline no longer takes new customers, so an account that never used it cannot create pipelines.',
    remedies: ['Work in the embedded local mode.', 'Or plan a move to Step Functions, Glue or managed Airflow.'],
  },
  {
    id: 'service.region',
    title: 'Data Pipeline is not in this region',
    of: ['pipeline'],
    rank: 97,
    confidence: 'high',
    texts: [
      {
        in: ['apiError'],
        like: /(ENOTFOUND|UnknownEndpoint|Could not connect|getaddrinfo).{0,80}datapipeline\.|Inaccessible host: .datapipeline/i,
      },
    ],
    cause: 'Only five regions have the service: us-east-1, us-west-2, eu-west-1, ap-northeast-1 and ap-southeast-2.',
    remedies: ['Choose one of the five regions. Resources may run in others through their region field.'],
  },
  {
    id: 'service.scheduled-stop',
    title: 'Host retired or instance stopped',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 88,
    confidence: 'high',
    texts: [
      { in: ['ec2StateReason'], like: /Server\.ScheduledStop|instance-retirement|scheduled (retirement|maintenance)/i },
    ],
    cause: 'AWS retired the machine below.',
    remedies: ['Rerun; a new machine is used.'],
  },
  {
    id: 'service.internal',
    title: 'AWS had an internal problem',
    of: ['*'],
    rank: 60,
    confidence: 'medium',
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
        like: /InternalServiceError|InternalServerError|InternalFailure|Service ?Unavailable|(Status Code|HTTP).{0,4}5\d\d|INTERNAL_ERROR|Server\.InternalError|Client\.InternalError/i,
      },
    ],
    cause:
      'A temporary problem at the provider, or an encrypted volume whose key may not be used (Client.InternalError).',
    remedies: ['Rerun. If Client.InternalError comes again, check the volume key.'],
  },
  {
    id: 'sns.publish',
    title: 'Notification could not be sent',
    of: ['SnsAlarm', '*'],
    rank: 86,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /(SNS|sns)[^\n]{0,120}(denied|not authorized|NotFound|does not exist|failed)|InvalidParameter: Invalid parameter: TopicArn|Topic does not exist/i,
      },
    ],
    cause: 'The topic is missing or the role may not publish to it.',
    remedies: [
      'Grant sns:Publish on the topic to the pipeline role.',
      'Check the topic region and its confirmed subscription.',
    ],
  },
]
