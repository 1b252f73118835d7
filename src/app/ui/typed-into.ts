/** What one types into: the keys of the page are not heard there, and nothing that comes late takes the focus away. */
export const fields = 'input, textarea, select, [contenteditable="true"], .monaco-editor'

export const isTypedInto = (element: Element | null): boolean => element?.closest(fields) != null
