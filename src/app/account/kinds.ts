import type { AccountKind } from '../../core/catalog/schema.ts'

/** How sentences speak of what an account has. */
export const nouns: Readonly<Record<AccountKind, { readonly one: string; readonly many: string }>> = {
  dynamodbTable: { one: 'DynamoDB table', many: 'DynamoDB tables' },
  rdsInstance: { one: 'RDS instance', many: 'RDS instances' },
  redshiftCluster: { one: 'Redshift cluster', many: 'Redshift clusters' },
  snsTopic: { one: 'SNS topic', many: 'SNS topics' },
  iamRole: { one: 'IAM role', many: 'IAM roles' },
  instanceProfile: { one: 'instance profile', many: 'instance profiles' },
  keyPair: { one: 'key pair', many: 'key pairs' },
  subnet: { one: 'subnet', many: 'subnets' },
  securityGroupId: { one: 'security group', many: 'security groups' },
  securityGroupName: { one: 'security group', many: 'security groups' },
}

export const counted = (count: number, kind: AccountKind): string =>
  `${count.toLocaleString('en')} ${count === 1 ? nouns[kind].one : nouns[kind].many}`
