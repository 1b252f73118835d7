import type { DiagnosisRule } from '../rule.ts'

export const permissionRules: readonly DiagnosisRule[] = [
  {
    id: 'iam.pass-role',
    title: 'May not pass the role',
    of: ['*'],
    rank: 96,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /iam:PassRole|PassRole/i,
      },
    ],
    cause: 'The person or pipeline role may not hand the resource role to EC2 or EMR.',
    remedies: ['Allow iam:PassRole on both Data Pipeline roles.'],
  },
  {
    id: 'iam.poll-denied',
    title: 'Worker may not poll for tasks',
    of: ['resource', 'activity'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'taskRunnerLog', 'apiError'],
        like: /not authorized to perform:? *datapipeline:\w+/i,
      },
    ],
    cause:
      'The role or user behind Task Runner lacks the Data Pipeline action named in the message, or an old-style signature is used.',
    remedies: [
      'Attach the managed policy for the Data Pipeline EC2 role, or add the named action.',
      'Check that resourceRole names an instance profile, not only a role.',
    ],
  },
  {
    id: 'iam.expired-token',
    title: 'Session credentials expired during the run',
    of: ['*'],
    rank: 93,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'stderr', 'emrStep', 'apiError'],
        like: /ExpiredToken(Exception)?|token (included in the request )?(is|has) expired|RequestExpired/i,
      },
    ],
    cause:
      'The command used temporary credentials longer than they live, often copied keys rather than the instance role.',
    remedies: ['Use the instance role rather than exported keys.', 'Refresh credentials inside long scripts.'],
  },
  {
    id: 'iam.security-token',
    title: 'EMR says the security token is invalid',
    of: ['EmrCluster', 'EmrActivity', 'HiveActivity', 'PigActivity', 'HadoopActivity'],
    rank: 92,
    confidence: 'high',
    texts: [
      {
        in: ['emrStep', 'errorMessage', 'failureReason', 'errorStackTrace', 'stderr', 'activityLog'],
        like: /security token included in the request is (invalid|expired)/i,
      },
    ],
    cause: 'The roles were changed or created just now, lack EMR rights, or session credentials ran out.',
    remedies: [
      'Give both roles the EMR rights listed in the guide.',
      'Wait a minute after creating a role, then rerun.',
    ],
  },
  {
    id: 'iam.kms',
    title: 'Key use refused',
    of: ['*'],
    rank: 92,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'stderr', 'emrStep'],
        like: /kms:(Decrypt|GenerateDataKey|Encrypt)|KMS\.\w+|(access denied|accessdenied).*kms/i,
      },
    ],
    cause: 'The bucket, volume or snapshot is encrypted and the role has no right on the key.',
    remedies: ['Add the resource role to the key policy for Decrypt and GenerateDataKey.'],
  },
  {
    id: 'script.no-credentials',
    title: 'Script finds no credentials',
    of: ['ShellCommandActivity', 'EmrActivity'],
    rank: 91,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /Unable to locate credentials|NoCredentialsError|could not load the default credentials|No valid credential/i,
      },
    ],
    cause: 'The machine has no usable instance role, or an on-premises worker has no keys.',
    remedies: [
      'Set resourceRole on the resource.',
      'On your own worker, give Task Runner a credential file and export keys for the script.',
    ],
  },
  {
    id: 'iam.role-not-assumable',
    title: 'The service cannot assume the role',
    of: ['*'],
    rank: 90,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /(unable|not able|not authorized|cannot|failed) to assume|role .*(trust|assum)|sts:AssumeRole/i,
      },
    ],
    cause:
      'The trust policy lacks datapipeline.amazonaws.com or elasticmapreduce.amazonaws.com (pipeline role), or ec2.amazonaws.com (resource role).',
    remedies: [
      'Add the missing service principal to the trust policy.',
      'Create the default roles again from the console.',
    ],
  },
  {
    id: 'iam.instance-profile',
    title: 'Instance profile is missing or wrong',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 90,
    confidence: 'medium',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /(invalid )?(iam )?instance ?profile|iamInstanceProfile/i,
      },
    ],
    cause: 'resourceRole must name an instance profile; a role made by hand has none.',
    remedies: ['Create an instance profile of the same name and add the role to it.'],
  },
  {
    id: 'iam.pipeline-not-found',
    title: 'PipelineNotFoundException while running',
    of: ['pipeline', 'resource', 'activity'],
    rank: 88,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'taskRunnerLog'],
        like: /PipelineNotFoundException|PipelineDeletedException/i,
      },
    ],
    cause:
      'Either the pipeline was deleted or the role of the caller may not see it, which the service reports the same way.',
    remedies: ['Check the pipeline id and region.', 'Compare the roles of the pipeline with the required policies.'],
  },
  {
    id: 'iam.unrecognized-client',
    title: 'Credentials are not accepted in this region',
    of: ['pipeline'],
    rank: 85,
    confidence: 'medium',
    texts: [
      {
        in: ['apiError', 'errorMessage'],
        like: /UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch|AuthFailure/i,
      },
    ],
    cause: 'Wrong or disabled keys, keys of another partition, or a clock that is off.',
    remedies: ['Check the profile and region in Settings.', 'Check the clock of this computer.'],
  },
  {
    id: 'iam.action-denied',
    title: 'Role lacks a permission',
    of: ['*'],
    rank: 80,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'stderr', 'apiError', 'emrStep'],
        like: /(?:is )?not authorized to perform:? *(?<action>[a-z0-9-]+:\w+)/i,
      },
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError'],
        like: /UnauthorizedOperation|AccessDeniedException|not authorized to perform this operation/i,
      },
    ],
    cause:
      'The calling role does not allow the action. Actions that create machines use the pipeline role; commands on the machine use the resource role.',
    remedies: [
      'Find the action in the message and add it to the role that made the call.',
      'If the message names EC2 or EMR creation, change the pipeline role; if it comes from stderr, change the resource role.',
    ],
  },
]
