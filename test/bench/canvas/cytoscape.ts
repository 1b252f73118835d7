import cytoscape, { type Core } from 'cytoscape'
import { rootElement, twoFramesAfter } from './peer.ts'

/** Cytoscape.js with labelled boxes and arrows, its canvas renderer as it comes. */

let drawing: Core | undefined

window.peer = {
  async draw({ cards, lines, cardWidth, cardHeight }) {
    const made = cytoscape({
      container: rootElement(),
      elements: [
        ...cards.map(({ id, name, ink, x, y }) => ({
          data: { id, name, ink },
          position: { x: x + cardWidth / 2, y: y + cardHeight / 2 },
        })),
        ...lines.map(line => ({ data: line })),
      ],
      layout: { name: 'preset' },
      minZoom: 0.015,
      style: [
        {
          selector: 'node',
          style: {
            shape: 'round-rectangle',
            width: cardWidth,
            height: cardHeight,
            label: 'data(name)',
            'text-valign': 'center',
            'background-color': '#ffffff',
            'border-width': 2,
            'border-color': 'data(ink)',
          },
        },
        {
          selector: 'edge',
          style: { 'curve-style': 'bezier', 'target-arrow-shape': 'triangle', width: 2, 'line-color': '#8c8c94' },
        },
      ],
    })
    let painted = false
    made.one('render', () => {
      painted = true
    })
    drawing = made
    await twoFramesAfter(() => painted)
  },
  near() {
    drawing?.zoom(1)
    drawing?.center(drawing.nodes().eq(Math.floor(drawing.nodes().length / 2)))
  },
  whole: () => void drawing?.fit(undefined, 40),
  middleOf(id) {
    const { x, y } = drawing?.getElementById(id).renderedPosition() ?? { x: 0, y: 0 }
    const box = rootElement().getBoundingClientRect()
    return { x: box.left + x, y: box.top + y }
  },
}
