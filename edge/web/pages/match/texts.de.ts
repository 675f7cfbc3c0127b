import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Ein Treffer',
  heading: 'Du hast einen Treffer in der Nähe',
  text: 'Wer es ist und was die Person geschrieben hat, seht nur ihr beide. Öffne die Benachrichtigung auf dem Handy, das sie bekommen hat: sie führt dich zum Treffer.',
  now: 'Was gerade geschieht',
}
