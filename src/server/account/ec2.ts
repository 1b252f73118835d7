import {
  DescribeKeyPairsCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  type SecurityGroup,
} from '@aws-sdk/client-ec2'
import type { AccountName } from '../../api/connections.ts'
import { named, type Pages, read, type Settings, titled } from './pages.ts'

export function keyPairs(settings: Settings): Pages {
  const client = new EC2Client(settings)
  // The service answers this one whole.
  const whole = async function* () {
    yield await client.send(new DescribeKeyPairsCommand({}))
  }
  return read(client, whole(), ({ KeyPairs = [] }) => KeyPairs.map(one => named(one.KeyName, one.KeyType)))
}

export function subnets(settings: Settings): Pages {
  const client = new EC2Client(settings)
  return read(client, paginateDescribeSubnets({ client }, {}), ({ Subnets = [] }) =>
    Subnets.map(({ SubnetId, Tags = [], CidrBlock, AvailabilityZone, VpcId }) =>
      titled(Tags.find(({ Key }) => Key === 'Name')?.Value, named(SubnetId, CidrBlock, AvailabilityZone, VpcId)),
    ),
  )
}

export const groupIds = (settings: Settings): Pages =>
  groups(settings, one => titled(one.GroupName, named(one.GroupId, one.Description, one.VpcId)))

export const groupNames = (settings: Settings): Pages =>
  groups(settings, one => named(one.GroupName, one.GroupId, one.Description))

function groups(settings: Settings, name: (one: SecurityGroup) => AccountName): Pages {
  const client = new EC2Client(settings)
  const pages = paginateDescribeSecurityGroups({ client }, {})
  return read(client, pages, ({ SecurityGroups = [] }) => SecurityGroups.map(name))
}
