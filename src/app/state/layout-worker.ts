import { type LayoutTask, layOut } from '../../core/graph/layout-task.ts'

/** Lays graphs out aside, so that a large one never holds up the page. What it keeps of parts it keeps here. */
self.onmessage = ({ data }: MessageEvent<LayoutTask>) => {
  const answer = layOut(data)
  self.postMessage(answer, { transfer: [answer.places.buffer, answer.frames.buffer] })
}
