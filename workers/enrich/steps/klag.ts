import { defineStep, keep } from './step.ts'

/** Adds how long the event was in the stream, in milliseconds, and when it was read from there. */
export const klag = defineStep({
  name: 'klag',
  open:
    ({ now }: { readonly now: () => number }) =>
    (_event, { appendedAt }) => {
      const enrichedAt = now()
      return keep({ klag: Math.max(0, enrichedAt - appendedAt), enrichedAt })
    },
})
