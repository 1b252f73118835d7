import { create } from 'zustand'

const key = 'pipewright.letter-keys'

/** Whether a single letter or sign does something. Off for people who dictate, or press keys by accident. */
export const useLetterKeys = create<{ readonly on: boolean }>()(() => ({ on: remembered() }))

export function setLetterKeys(on: boolean): void {
  useLetterKeys.setState({ on })
  try {
    localStorage.setItem(key, on ? 'on' : 'off')
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(key) !== 'off'
  } catch {
    return true
  }
}
