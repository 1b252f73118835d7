import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Fault } from '../../src/api/faults.ts'
import type { Draft } from '../../src/api/versions.ts'
import { createEditor } from '../../src/app/state/editor.ts'
import { createSaver } from '../../src/app/state/saving.ts'
import { setField } from '../../src/core/definition/commands.ts'

const text = '{ "objects": [{ "id": "Load", "command": "a" }] }'
const first: Draft = { pipelineId: 'df-1', text, pins: {}, revision: 1, updatedAt: 0 }

/** A server that keeps one draft, as the studio's does: a save with an old revision is refused. */
function server() {
  let kept = first
  let down = false
  const saves: Draft[] = []
  return {
    saves,
    kept: () => kept,
    put(draft: Partial<Draft>) {
      kept = { ...kept, ...draft, revision: kept.revision + 1 }
    },
    fail(is: boolean) {
      down = is
    },
    service: {
      async SaveDraft(input: Omit<Draft, 'updatedAt'>) {
        if (down) throw new Fault('InternalServiceError', 'The Pipewright server does not answer.')
        if (input.revision !== kept.revision) throw new Fault('InvalidRequestException', 'Saved elsewhere.')
        kept = { ...input, revision: kept.revision + 1, updatedAt: 1 }
        saves.push(kept)
        return kept
      },
      async GetDraft() {
        return kept
      },
    },
  }
}

function open() {
  const far = server()
  const editor = createEditor(text)
  const saver = createSaver(far.service, editor, first, () => {})
  const type = (value: string) => editor.getState().run(setField('Load', 'command', value))
  return { far, editor, saver, type, kind: () => saver.state.getState().kind }
}

describe('saving a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('waits for a pause, then saves once what is there', async () => {
    const { far, type, kind } = open()
    for (const value of ['ab', 'abc', 'abcd']) {
      type(value)
      await vi.advanceTimersByTimeAsync(200)
    }
    expect(kind()).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1000)
    expect(far.saves.map(draft => draft.text)).toEqual([text.replace('"a"', '"abcd"')])
    expect(kind()).toBe('saved')
  })

  it('saves places of cards as well', async () => {
    const { far, editor } = open()
    editor.getState().pin('Move Load', { Load: { x: 1, y: 2 } })
    await vi.advanceTimersByTimeAsync(1000)
    expect(far.kept().pins).toEqual({ Load: { x: 1, y: 2 } })
  })

  it('tries again after a failure, and loses nothing', async () => {
    const { far, type, kind } = open()
    far.fail(true)
    type('b')
    await vi.advanceTimersByTimeAsync(1000)
    expect(kind()).toBe('failed')
    far.fail(false)
    await vi.advanceTimersByTimeAsync(5000)
    expect(kind()).toBe('saved')
    expect(far.kept().text).toContain('"b"')
  })

  it('tells two versions apart and overwrites neither', async () => {
    const { far, type, kind, editor } = open()
    far.put({ text: text.replace('"a"', '"theirs"') })
    type('mine')
    await vi.advanceTimersByTimeAsync(1000)
    expect(kind()).toBe('conflict')
    expect(far.kept().text).toContain('theirs')
    expect(editor.getState().document.text).toContain('mine')
  })

  it('keeps mine over theirs when asked to', async () => {
    const { far, type, saver, kind } = open()
    far.put({ text: text.replace('"a"', '"theirs"') })
    type('mine')
    await vi.advanceTimersByTimeAsync(1000)
    await saver.keepMine()
    expect(far.kept().text).toContain('mine')
    expect(kind()).toBe('saved')
  })

  it('takes theirs as one step that can be undone', async () => {
    const { far, type, saver, editor } = open()
    far.put({ text: text.replace('"a"', '"theirs"') })
    type('mine')
    await vi.advanceTimersByTimeAsync(1000)
    saver.takeTheirs()
    expect(editor.getState().document.text).toContain('theirs')
    editor.getState().undo()
    expect(editor.getState().document.text).toContain('mine')
  })

  it('follows another tab while there is nothing of its own to save', () => {
    const { saver, editor } = open()
    saver.heard({ ...first, text: text.replace('"a"', '"other"'), revision: 2 })
    expect(editor.getState().document.text).toContain('other')
    expect(saver.state.getState().kind).toBe('saved')
  })

  it('keeps the text that both began with, for a merge', async () => {
    const { far, type, saver } = open()
    far.put({ text: text.replace('"a"', '"theirs"') })
    type('mine')
    await vi.advanceTimersByTimeAsync(1000)
    expect(saver.state.getState()).toMatchObject({ kind: 'conflict', base: text })
  })

  it('ends a conflict with what was merged, as a version of its own', async () => {
    const { far, type, saver, kind } = open()
    far.put({ text: text.replace('"a"', '"theirs"') })
    type('mine')
    await vi.advanceTimersByTimeAsync(1000)
    type('merged')
    await saver.saveAs({ cause: 'merge' })
    expect(far.saves.at(-1)).toMatchObject({ cause: 'merge' })
    expect(far.kept().text).toContain('merged')
    expect(kind()).toBe('saved')
    type('more')
    await vi.advanceTimersByTimeAsync(1000)
    expect(far.saves.at(-1)).not.toHaveProperty('cause')
  })

  it('says which version of the service it has taken in, even where the text stays', async () => {
    const { far, saver } = open()
    expect(saver.base.getState().version).toBeUndefined()
    await saver.saveAs({}, 4)
    expect(far.saves.at(-1)).toMatchObject({ base: 4, text })
    saver.heard({ ...far.kept(), base: 7 })
    expect(saver.base.getState().version).toBe(7)
    saver.heard({ ...far.kept(), base: 5 })
    expect(saver.base.getState().version).toBe(7)
  })
})
