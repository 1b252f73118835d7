import './region-choice.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { environmentQuery } from './data/pipelines.ts'
import { useService } from './data/service.ts'
import { useOutside } from './ui/outside.ts'
import { tell, tellTrouble } from './ui/toasts.tsx'

/** The region that this machine stands for, in the bar as the console had it, and what choosing another changes. */
export function RegionChoice() {
  const service = useService()
  const { data } = useQuery(environmentQuery(service))
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  useOutside(box, open, () => setOpen(false))
  const choose = useMutation({
    mutationFn: (region: string) => service.ChooseRegion({ region }),
    onSuccess: ({ region }) => {
      setOpen(false)
      tell(`The region is ${region}: prices and the default region of commands follow it from now on.`)
    },
    onError: tellTrouble('The region was not changed'),
  })
  if (!data) return null
  const here = choose.isPending ? choose.variables : data.region
  return (
    <div ref={box} className="pw-region">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={`Region: ${data.region}`}
        title="The region that this machine stands for"
        onClick={() => setOpen(!open)}
      >
        {data.region} <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <fieldset id={id} className="pw-region-menu" aria-label="Region of this machine">
          <p>
            Nothing here runs in AWS. The region says where a resource or bucket is that names none: at whose prices it
            counts, and what <code>AWS_REGION</code> commands get. All pipelines stay in this list.
          </p>
          {data.regions.map(({ id: region, name, pricesOf }) => (
            <label key={region} data-here={region === here}>
              <input
                type="radio"
                name={id}
                checked={region === here}
                disabled={choose.isPending}
                onChange={() => choose.mutate(region)}
              />
              <span>{name}</span>
              <code>{region}</code>
              <small>prices of {pricesOf}</small>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
