import { NamesEntry } from '../account/names-entry.tsx'
import { S3Entry } from '../parameters/s3-entry.tsx'
import { defaultRoles, type Roles } from './choices.ts'

interface LogsCardProps {
  readonly uri: string
  readonly on: boolean
  readonly set: (on: boolean, uri: string) => void
  readonly problem: string | undefined
}

/** Whether logs are kept, and where in S3. */
export const LogsCard = ({ uri, on, set, problem }: LogsCardProps) => (
  <section className="pw-panel" aria-labelledby="create-logs">
    <header>
      <h2 id="create-logs">Logging</h2>
    </header>
    <div className="pw-panel-body">
      <div className="pw-create-radios" role="radiogroup" aria-label="Logging">
        <label>
          <input type="radio" name="logging" checked={on} onChange={() => set(true, uri)} /> Enabled
        </label>
        <label>
          <input type="radio" name="logging" checked={!on} onChange={() => set(false, uri)} /> Disabled
        </label>
      </div>
      {on ? (
        <div className="pw-create-grid">
          <span>S3 location for logs</span>
          <div>
            <S3Entry
              label="S3 location for logs"
              kind="folder"
              placeholder="s3://my-bucket/logs/"
              value={uri}
              onChange={next => set(true, next)}
            />
            {problem && <p className="pw-param-problem">{problem}</p>}
          </div>
        </div>
      ) : (
        <p className="pw-create-sentence">A run that fails then leaves nothing to read on AWS.</p>
      )}
    </div>
  </section>
)

interface RolesCardProps {
  readonly roles: Roles
  readonly custom: boolean
  readonly set: (custom: boolean, roles: Roles) => void
}

/** With which rights the service and its machines work. */
export const RolesCard = ({ roles, custom, set }: RolesCardProps) => (
  <section className="pw-panel" aria-labelledby="create-roles">
    <header>
      <h2 id="create-roles">IAM roles</h2>
    </header>
    <div className="pw-panel-body">
      <div className="pw-create-radios" role="radiogroup" aria-label="IAM roles">
        <label>
          <input type="radio" name="roles" checked={!custom} onChange={() => set(false, defaultRoles)} /> Default
        </label>
        <label>
          <input type="radio" name="roles" checked={custom} onChange={() => set(true, roles)} /> Custom
        </label>
      </div>
      {custom ? (
        <div className="pw-create-grid">
          <label htmlFor="create-role">Pipeline role</label>
          <NamesEntry
            id="create-role"
            kind="iamRole"
            label="Pipeline role"
            value={roles.role}
            onChange={role => set(true, { ...roles, role })}
          />
          <label htmlFor="create-resource-role">Role of its EC2 machines</label>
          <NamesEntry
            id="create-resource-role"
            kind="instanceProfile"
            label="Role of its EC2 machines"
            value={roles.resourceRole}
            onChange={resourceRole => set(true, { ...roles, resourceRole })}
          />
        </div>
      ) : (
        <p className="pw-create-sentence">
          {defaultRoles.role} for the pipeline, {defaultRoles.resourceRole} for its machines. On AWS,{' '}
          <code>aws datapipeline create-default-roles</code> makes them; this machine needs none.
        </p>
      )}
    </div>
  </section>
)
