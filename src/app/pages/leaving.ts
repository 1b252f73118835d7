import { mostOutliving, outlivingPage } from '../data/service.ts'
import { openSessions, type Session } from '../state/session.ts'

/** Saves what was just edited when the tab is closed or loaded anew; where that might fail, the browser asks first. */
export const saveOnLeaving = (): void => addEventListener('beforeunload', leave)

function leave(event: BeforeUnloadEvent): void {
  let room = mostOutliving
  for (const session of openSessions()) {
    const { kind } = session.saver.state.getState()
    if (kind === 'saved') continue
    room -= weightOf(session)
    if (kind === 'waiting' && room > 0) outlivingPage(() => void session.saver.flush())
    else {
      event.preventDefault()
      void session.saver.flush()
    }
  }
}

const weightOf = ({ editor }: Session): number => {
  const { document, pins } = editor.getState()
  return new TextEncoder().encode(JSON.stringify({ text: document.text, pins })).length
}
