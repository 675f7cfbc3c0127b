import { defineStep, keep } from './step.ts'

/** Adds the time of the event in the stream, in milliseconds. */
export const klag = defineStep({
  name: 'klag',
  open:
    ({ now }: { readonly now: () => number }) =>
    (_event, { appendedAt }) =>
      keep({ klag: Math.max(0, now() - appendedAt) }),
})
