import type { Family } from '../../core/catalog/schema.ts'
import { Drawing } from './drawing.tsx'

declare module 'react' {
  interface CSSProperties {
    /** The colour of a family, for what is drawn inside. */
    '--ink'?: string
  }
}

interface Face {
  readonly word: string
  readonly plural: string
  /** A path on a 20 by 20 grid. */
  readonly icon: string
}

export const families: Readonly<Record<Family, Face>> = {
  activity: {
    word: 'Activity',
    plural: 'Activities',
    icon: 'M4 4.5h12v11H4zM7 8.2l2.2 2L7 12.2M10.8 12.5h2.6',
  },
  dataNode: {
    word: 'Data node',
    plural: 'Data nodes',
    icon: 'M4 6c0-1.4 2.7-2.5 6-2.5S16 4.6 16 6v8c0 1.4-2.7 2.5-6 2.5S4 15.4 4 14zM4 6c0 1.4 2.7 2.5 6 2.5S16 7.4 16 6M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5',
  },
  resource: {
    word: 'Resource',
    plural: 'Resources',
    icon: 'M5.5 5.5h9v9h-9zM8.5 8.5h3v3h-3zM8 5.5V3M12 5.5V3M8 17v-2.5M12 17v-2.5M5.5 8H3M5.5 12H3M17 8h-2.5M17 12h-2.5',
  },
  precondition: {
    word: 'Precondition',
    plural: 'Preconditions',
    icon: 'M10 2.8L17.2 10 10 17.2 2.8 10zM7.3 10.2l1.9 1.9 3.5-3.9',
  },
  database: {
    word: 'Database',
    plural: 'Databases',
    icon: 'M3.5 4h13v12h-13zM3.5 8h13M8 8v8M3.5 12h13',
  },
  dataFormat: {
    word: 'Data format',
    plural: 'Data formats',
    icon: 'M5 2.8h7l3 3v11.4H5zM12 2.8v3h3M7.5 9.5h5M7.5 12h5M7.5 14.5h3',
  },
  action: {
    word: 'Action',
    plural: 'Actions',
    icon: 'M11.2 2.8L4.5 11.5h4.8l-.8 5.7 7-9h-5z',
  },
  schedule: {
    word: 'Schedule',
    plural: 'Schedules',
    icon: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0zM10 5.8V10l3 2',
  },
  config: {
    word: 'Configuration',
    plural: 'Configurations',
    icon: 'M3 6h6M13 6h4M3 14h3M10 14h7M9 4h4v4H9zM6 12h4v4H6z',
  },
  utility: {
    word: 'Utility',
    plural: 'Utilities',
    icon: 'M12.5 3.5a4 4 0 0 0-4.9 5.2L3.2 13.2l3.6 3.6 4.5-4.4a4 4 0 0 0 5.2-4.9l-2.4 2.4-2.6-.6-.6-2.6z',
  },
  default: {
    word: 'Defaults',
    plural: 'Defaults',
    icon: 'M10 3l7 3.5-7 3.5-7-3.5zM3 10l7 3.5 7-3.5M3 13.5L10 17l7-3.5',
  },
}

export const familyInk = (family: Family | undefined): string => `var(--pw-family-${family ?? 'utility'})`

export const familyWord = (family: Family | undefined): string => (family ? families[family].word : 'Unknown type')

/** The family's sign, a path on a 20 by 20 grid; a question mark for a type that nobody knows. */
export const familyIcon = (family: Family | undefined): string =>
  family ? families[family].icon : 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M10 14.2v.1'

export const FamilyIcon = ({ family, size = 20 }: { readonly family: Family | undefined; readonly size?: number }) => (
  <Drawing box={20} size={size}>
    <path d={familyIcon(family)} />
  </Drawing>
)
