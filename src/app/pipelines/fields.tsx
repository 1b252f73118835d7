import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'

export const NameField = ({ name, setName }: { readonly name: string; readonly setName: (name: string) => void }) => (
  <FormField label="Name" description="How lists show it. Several pipelines may bear one name." stretch>
    <Input
      value={name}
      placeholder="nightly-orders-load"
      onChange={({ detail }) => setName(detail.value.slice(0, 1024))}
    />
  </FormField>
)

interface FooterProps {
  readonly close: () => void
  readonly busy: boolean
  readonly disabled: boolean
  readonly action: string
  readonly onAction: () => void
}

export const Footer = ({ close, busy, disabled, action, onAction }: FooterProps) => (
  <div className="pw-row" style={{ justifyContent: 'flex-end' }}>
    <Button variant="link" onClick={close}>
      Cancel
    </Button>
    <Button variant="primary" loading={busy} disabled={disabled} onClick={onAction}>
      {action}
    </Button>
  </div>
)
