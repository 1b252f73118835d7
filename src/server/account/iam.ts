import { IAMClient, paginateListInstanceProfiles, paginateListRoles } from '@aws-sdk/client-iam'
import { named, type Pages, read, type Settings } from './pages.ts'

export function roles(settings: Settings): Pages {
  const client = new IAMClient(settings)
  return read(client, paginateListRoles({ client }, {}), ({ Roles = [] }) =>
    Roles.map(one => named(one.RoleName, one.Description)),
  )
}

export function instanceProfiles(settings: Settings): Pages {
  const client = new IAMClient(settings)
  return read(client, paginateListInstanceProfiles({ client }, {}), ({ InstanceProfiles = [] }) =>
    InstanceProfiles.map(one => {
      const roles = one.Roles?.map(role => role.RoleName).join(', ')
      return named(one.InstanceProfileName, roles ? `with the role ${roles}` : 'without a role')
    }),
  )
}
