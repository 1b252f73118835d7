/** The calls that list what an account has, by kind. Each client is loaded when it is first asked for. */

import type { AccountKind } from '../../core/catalog/schema.ts'
import type { Pages, Settings } from './pages.ts'

interface Listing {
  /** The prefix that IAM gives the service. */
  readonly service: string
  readonly operation: string
  readonly load: () => Promise<(settings: Settings) => Pages>
}

export const listings: Readonly<Record<AccountKind, Listing>> = {
  dynamodbTable: {
    service: 'dynamodb',
    operation: 'ListTables',
    load: async () => (await import('./dynamodb.ts')).tables,
  },
  rdsInstance: {
    service: 'rds',
    operation: 'DescribeDBInstances',
    load: async () => (await import('./rds.ts')).instances,
  },
  redshiftCluster: {
    service: 'redshift',
    operation: 'DescribeClusters',
    load: async () => (await import('./redshift.ts')).clusters,
  },
  snsTopic: { service: 'sns', operation: 'ListTopics', load: async () => (await import('./sns.ts')).topics },
  iamRole: { service: 'iam', operation: 'ListRoles', load: async () => (await import('./iam.ts')).roles },
  instanceProfile: {
    service: 'iam',
    operation: 'ListInstanceProfiles',
    load: async () => (await import('./iam.ts')).instanceProfiles,
  },
  keyPair: { service: 'ec2', operation: 'DescribeKeyPairs', load: async () => (await import('./ec2.ts')).keyPairs },
  subnet: { service: 'ec2', operation: 'DescribeSubnets', load: async () => (await import('./ec2.ts')).subnets },
  securityGroupId: {
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    load: async () => (await import('./ec2.ts')).groupIds,
  },
  securityGroupName: {
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    load: async () => (await import('./ec2.ts')).groupNames,
  },
}
