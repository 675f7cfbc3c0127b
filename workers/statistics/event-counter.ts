import { defineCounter } from './define-counter.ts'

const ACTION_LENGTH_MAX = 32

/** Counts events by type, and by `type[action]` when they have an action. */
export const eventCounter = defineCounter({
  name: 'event-counter',
  group: 'statistics',
  does: 'counts events by type and minute',
  keysOf({ type, data }) {
    const { action } = data.params
    const isWord = typeof action === 'string' && action !== '' && action.length <= ACTION_LENGTH_MAX
    return isWord ? [type, `${type}[${action}]`] : [type]
  },
})
