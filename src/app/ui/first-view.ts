interface Size {
  readonly width: number
  readonly height: number
}

interface Box extends Size {
  readonly x: number
  readonly y: number
}

/** How a drawing lies in its frame: where its origin is, in the frame's pixels, and how large it is drawn. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Below this, names on cards cannot be read. */
const least = 0.72
const margin = 28

/** What one sees of a drawing at first: all of it where that can be read, else its beginning at a size that can. */
export const firstView = (drawing: Box, frame: Size): View => viewAt(drawing, frame, least)

/** All of a drawing, however small. */
export const wholeView = (drawing: Box, frame: Size): View => viewAt(drawing, frame, 0)

function viewAt(drawing: Box, frame: Size, smallest: number): View {
  const whole = Math.min((frame.width - 2 * margin) / drawing.width, (frame.height - 2 * margin) / drawing.height)
  const zoom = Math.max(smallest, Math.min(1, whole))
  const start = (from: number, length: number, room: number) =>
    Math.max(margin, (room - length * zoom) / 2) - from * zoom
  return {
    zoom,
    x: start(drawing.x, drawing.width, frame.width),
    y: start(drawing.y, drawing.height, frame.height),
  }
}
