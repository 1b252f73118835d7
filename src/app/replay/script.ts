import { useMutation } from '@tanstack/react-query'
import { useService } from '../data/service.ts'
import { save } from '../ui/save-file.ts'
import { tell, tellTrouble } from '../ui/toasts.tsx'
import type { AttemptChoice } from './attempt.ts'

/** Saves the command of an attempt as a script that runs elsewhere. */
export function useScript(attempt: AttemptChoice) {
  const service = useService()
  return useMutation({
    mutationFn: () => service.ExportAttempt({ ...attempt }),
    onSuccess({ name, text }) {
      save(name, text)
      tell(`Saved ${name}; its first lines say what was left out.`)
    },
    onError: tellTrouble('The script was not written'),
  })
}
