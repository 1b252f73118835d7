import { S3Picker } from '../ui/s3-picker.tsx'
import { type ControlProps, Line } from './line.tsx'

/** An address in S3: written, or chosen from the store on this machine. */
export const S3Control = (props: ControlProps) => (
  <span className="pw-field-value pw-field-browse">
    <Line {...props} code placeholder={props.slot.names === 'object' ? 's3://bucket/path/file' : 's3://bucket/path/'} />
    <S3Picker
      value={props.value}
      kind={props.slot.names ?? 'object'}
      label={props.label}
      onChange={uri => {
        props.set(uri)
        props.leave()
      }}
    />
  </span>
)
