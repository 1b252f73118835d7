import { told } from './told.ts'

/** Reads texts aside, so that a large one never holds up the page. */
self.onmessage = ({ data }: MessageEvent<{ readonly turn: number; readonly text: string }>) =>
  self.postMessage({ turn: data.turn, told: told(data.text) })
