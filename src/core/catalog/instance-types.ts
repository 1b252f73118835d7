/** Machines and places as the developer guide lists them. Newer ones exist: absence here is a hint, not a verdict. */

/** Regions in which a pipeline's machines can stand. */
export const regions: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'sa-east-1',
]

/** Regions in which the service itself can be called. */
export const serviceRegions: readonly string[] = [
  'us-east-1',
  'us-west-2',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-west-1',
]

export const ec2InstanceTypes = machines({
  t2: 'nano micro small medium large',
  c3: 'large xlarge 2xlarge 4xlarge 8xlarge',
  c4: 'large xlarge 2xlarge 4xlarge 8xlarge',
  c5: 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  c5d: 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  m3: 'medium large xlarge 2xlarge',
  m4: 'large xlarge 2xlarge 4xlarge 10xlarge 16xlarge',
  m5: 'xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  m5d: 'xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  r3: 'large xlarge 2xlarge 4xlarge 8xlarge',
  r4: 'large xlarge 2xlarge 4xlarge 8xlarge 16xlarge',
  i2: 'xlarge 2xlarge 4xlarge 8xlarge',
  hs1: '8xlarge',
  g2: '2xlarge 8xlarge',
  d2: 'xlarge 2xlarge 4xlarge 8xlarge',
})

export const emrInstanceTypes = machines({
  m1: 'small medium large xlarge',
  m2: 'xlarge 2xlarge 4xlarge',
  m3: 'xlarge 2xlarge',
  m4: 'large xlarge 2xlarge 4xlarge 10xlarge 16xlarge',
  m5: 'xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  m5d: 'xlarge 2xlarge 4xlarge 12xlarge 24xlarge',
  c1: 'medium xlarge',
  c3: 'xlarge 2xlarge 4xlarge 8xlarge',
  c4: 'large xlarge 2xlarge 4xlarge 8xlarge',
  c5: 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  c5d: 'xlarge 2xlarge 4xlarge 9xlarge 18xlarge',
  cc1: '4xlarge',
  cc2: '8xlarge',
  cr1: '8xlarge',
  r3: 'xlarge 2xlarge 4xlarge 8xlarge',
  r4: 'large xlarge 2xlarge 4xlarge 8xlarge 16xlarge',
  h1: '4xlarge',
  hs1: '2xlarge 4xlarge 8xlarge',
  i2: 'xlarge 2xlarge 4xlarge 8xlarge',
  d2: 'xlarge 2xlarge 4xlarge 8xlarge',
  g2: '2xlarge',
  cg1: '4xlarge',
})

/** Families that EC2 calls of a previous generation: newer ones do more for less and are easier to get. */
export const retiredFamilies: ReadonlySet<string> = new Set([
  't1',
  'm1',
  'm2',
  'm3',
  'c1',
  'c3',
  'cc1',
  'cc2',
  'cr1',
  'cg1',
  'g2',
  'hs1',
  'i2',
  'r3',
])

/** What an EC2 resource without an instance type gets; where nothing older is offered, `t2.small`. */
export const defaultEc2InstanceType = (region: string): string =>
  firstGenerationRegions.has(region) ? 'm1.small' : 't2.small'

const firstGenerationRegions: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-west-1',
  'sa-east-1',
])

function machines(sizesByFamily: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(sizesByFamily).flatMap(([family, sizes]) => sizes.split(' ').map(size => `${family}.${size}`))
}
