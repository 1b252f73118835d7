import Alert from '@cloudscape-design/components/alert'
import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PipelineSummary } from '../../api/pipelines.ts'
import { useService } from '../data/service.ts'
import { tell } from '../ui/toasts.tsx'
import { Frame } from './frame.tsx'

/** A pipeline may have so many. Source: developer guide, tagging. */
const most = 10

interface TagsProps {
  readonly pipeline: PipelineSummary
  readonly close: (done: boolean) => void
}

export function TagsDialog({ pipeline, close }: TagsProps) {
  const service = useService()
  const client = useQueryClient()
  const [tags, setTags] = useState(() => [...pipeline.tags])
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const gone = pipeline.tags.filter(old => !tags.some(tag => tag.key === old.key)).map(old => old.key)
      const changed = tags.filter(tag => !pipeline.tags.some(old => old.key === tag.key && old.value === tag.value))
      if (gone.length > 0) await service.RemoveTags({ pipelineId: pipeline.id, tagKeys: gone })
      if (changed.length > 0) await service.AddTags({ pipelineId: pipeline.id, tags: changed })
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['pipelines'] })
      tell(`The tags of ${pipeline.name} were saved.`)
      close(true)
    },
  })
  const doubled = tags.find((tag, at) => tags.findIndex(other => other.key === tag.key) !== at)
  const set = (at: number, change: Partial<{ key: string; value: string }>) =>
    setTags(tags.map((tag, n) => (n === at ? { ...tag, ...change } : tag)))
  return (
    <Frame
      title={`Tags of ${pipeline.name}`}
      action="Save"
      busy={isPending}
      disabled={doubled !== undefined || tags.some(tag => tag.key.trim() === '')}
      close={() => close(false)}
      onAction={() => mutate()}
    >
      <p style={{ margin: 0 }}>
        Up to {most}, with keys of up to 128 and values of up to 256 characters; upper and lower case differ. On AWS
        they pass on to the EC2 and EMR resources it starts.
      </p>
      <AttributeEditor
        items={tags}
        gridLayout={[{ rows: [[1, 1]], removeButton: { ownRow: false, width: 'auto' } }]}
        addButtonText="Add a tag"
        removeButtonText="Remove"
        removeButtonAriaLabel={tag => `Remove the tag ${tag.key}`}
        disableAddButton={tags.length >= most}
        additionalInfo={`${tags.length} of ${most}`}
        empty="It has no tags."
        onAddButtonClick={() => setTags([...tags, { key: '', value: '' }])}
        onRemoveButtonClick={({ detail }) => setTags(tags.filter((_, at) => at !== detail.itemIndex))}
        definition={[
          {
            label: 'Key',
            control: (tag, at) => (
              <Input
                value={tag.key}
                ariaLabel="Key"
                onChange={({ detail }) => set(at, { key: detail.value.slice(0, 128) })}
              />
            ),
            errorText: tag => doubled?.key === tag.key && tag.key && 'This key is there twice.',
          },
          {
            label: 'Value',
            control: (tag, at) => (
              <Input
                value={tag.value}
                ariaLabel="Value"
                onChange={({ detail }) => set(at, { value: detail.value.slice(0, 256) })}
              />
            ),
          },
        ]}
      />
      {error && <Alert type="error">{error.message}</Alert>}
    </Frame>
  )
}
