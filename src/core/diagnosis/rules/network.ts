import type { DiagnosisRule } from '../rule.ts'

export const networkRules: readonly DiagnosisRule[] = [
  {
    id: 'capacity.type-needs-vpc',
    title: 'This type only starts in a VPC',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 96,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'emrStateChangeReason'],
        like: /can only be used in a VPC|VPCResourceNotSpecified|VPCIdNotSpecified|no default (VPC|subnet)|Subnet is required/i,
      },
    ],
    cause: 'Newer types need a subnet and the account has no default VPC.',
    remedies: ['Set subnetId and securityGroupIds on the resource.'],
  },
  {
    id: 'network.no-ip',
    title: 'Subnet has no free addresses',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'emrStateChangeReason'],
        like: /InsufficientFreeAddressesInSubnet|not enough free addresses/i,
      },
    ],
    cause: 'All addresses of the subnet are used.',
    remedies: ['Use a larger subnet, or free old network interfaces.'],
  },
  {
    id: 'network.key-pair',
    title: 'Key pair does not exist in this region',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 95,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'emrStateChangeReason'],
        like: /InvalidKeyPair\.NotFound|key ?pair .*(does not exist|not found|invalid)/i,
      },
    ],
    cause: 'keyPair names a key of another region or a deleted one.',
    remedies: ['Remove keyPair if you do not log in, or create it in this region.'],
  },
  {
    id: 'network.subnet-id',
    title: 'Subnet or security group id is wrong',
    of: ['Ec2Resource', 'EmrCluster'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['errorMessage', 'failureReason', 'errorStackTrace', 'activityLog', 'apiError', 'emrStateChangeReason'],
        like: /Invalid(SubnetID|Subnet|Group|SecurityGroupID|VpcID)\.?(NotFound|Malformed)?|InvalidSubnet|(subnet|security group) .*(does not exist|not found)|InvalidGroup\.NotFound/i,
      },
    ],
    cause: 'The id does not exist in this region, or a name was given where an id is needed.',
    remedies: [
      'In a VPC use securityGroupIds (sg-...), not securityGroups names.',
      'Check that the subnet belongs to the region of the resource.',
    ],
  },
  {
    id: 'db.redshift-sg',
    title: 'Redshift does not let EMR or EC2 in',
    of: ['RedshiftCopyActivity', 'SqlActivity'],
    rank: 93,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /Unable to connect to .*redshift|\.redshift\.amazonaws\.com.{0,120}(timed out|refused)|(timed out|refused).{0,160}\.redshift\.amazonaws\.com|\[Amazon\]\(500150\)/i,
      },
    ],
    cause: 'The Redshift security group does not contain the group of the resource.',
    remedies: ['Allow the group of the resource (ElasticMapReduce-master and -slave for clusters) on port 5439.'],
  },
  {
    id: 'network.mount',
    title: 'Network file system cannot be mounted',
    of: ['ShellCommandActivity'],
    rank: 86,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'stdout', 'errorMessage'],
        like: /mount\.nfs\w*: |mount: wrong fs type|nfs: server .* not responding|remote share not in 'host:dir'/i,
      },
    ],
    cause:
      'A security group blocks port 2049, the machine is in another VPC, or the mount target has no value after expression evaluation.',
    remedies: [
      'Open 2049 from the resource to the mount target.',
      'Check the path after evaluation: an empty parameter gives a malformed share.',
      'Make the script stop on error: a failed mount can leave the run green.',
    ],
  },
  {
    id: 'network.db-refused',
    title: 'Database refuses the connection',
    of: ['SqlActivity', 'CopyActivity', 'ShellCommandActivity', 'RedshiftCopyActivity'],
    rank: 85,
    confidence: 'high',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /Connection refused|Communications link failure|could not connect to server|The TCP\/IP connection to the host|Check that the hostname and port are correct/i,
      },
    ],
    cause:
      'The database does not accept connections from this machine: closed security group, wrong port, or the database is stopped.',
    remedies: [
      'Allow the security group of the resource in the database security group.',
      'Place the resource in the same VPC and region as the database.',
      'Check host and port in the database object.',
    ],
  },
  {
    id: 'network.dns',
    title: 'Host name does not resolve',
    of: ['*'],
    rank: 80,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'taskRunnerLog', 'emrStep'],
        like: /UnknownHostException|Name or service not known|Temporary failure in name resolution|could not (resolve|translate) host( name)?|EndpointConnectionError: Could not connect/i,
      },
    ],
    cause: 'Wrong host name, a private name outside its VPC, or DNS support switched off in the VPC.',
    remedies: [
      'Check the host name in the database or command.',
      'Switch on DNS resolution and DNS host names of the VPC.',
    ],
  },
  {
    id: 'network.ssl',
    title: 'Certificate not trusted',
    of: ['*'],
    rank: 75,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace'],
        like: /PKIX path building failed|SSLHandshakeException|CERTIFICATE_VERIFY_FAILED|unable to get local issuer certificate/i,
      },
    ],
    cause: 'The machine does not trust the certificate of the host, or its clock or certificate bundle is old.',
    remedies: [
      'Update certificates in the command, or import the root certificate.',
      'For RDS use the current RDS bundle.',
    ],
  },
  {
    id: 'emr.security-groups',
    title: 'Cluster security groups are wrong',
    of: ['EmrCluster'],
    rank: 74,
    confidence: 'medium',
    texts: [
      {
        in: [
          'emrStep',
          'errorMessage',
          'failureReason',
          'errorStackTrace',
          'stderr',
          'activityLog',
          'emrStateChangeReason',
        ],
        like: /(managed|service access|master|slave|ServiceAccess) ?security ?group|emrManaged(Master|Slave)SecurityGroup|serviceAccessSecurityGroup/i,
      },
    ],
    cause: 'In a private subnet a cluster needs master, slave and service access groups that match.',
    remedies: ['Leave the groups open so that the service makes them, or set all three.'],
  },
  {
    id: 'network.no-route',
    title: 'Cannot reach the service',
    of: ['*'],
    rank: 70,
    confidence: 'medium',
    texts: [
      {
        in: ['stderr', 'errorMessage', 'activityLog', 'errorStackTrace', 'taskRunnerLog', 'emrStep'],
        like: /connect(ion)? ?timed out|ConnectTimeoutException|Connect to \S+ (timed out|failed)|Unable to execute HTTP request|Network is unreachable|No route to host/i,
      },
    ],
    cause:
      'No path from the machine: a subnet without internet route or endpoint, or a security group that blocks the port.',
    remedies: [
      'Add a NAT gateway, a public IP or a VPC endpoint.',
      'Open the port in the target security group for the machine.',
    ],
  },
]
