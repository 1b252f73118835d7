import type { Command } from '../../core/definition/commands.ts'
import { difference } from '../../core/definition/edit.ts'
import { reread } from '../../core/definition/reread.ts'

/** Several commands, each planned on what the one before leaves, as one step. */
export const sequence = (label: string, commands: readonly Command[]): Command => ({
  label,
  edits(document) {
    if (commands.length === 1) return commands[0]?.edits(document) ?? []
    let now = document
    for (const command of commands) {
      const edits = command.edits(now)
      if (edits.length > 0) now = reread(now, edits)
    }
    return difference(document.text, now.text)
  },
})
