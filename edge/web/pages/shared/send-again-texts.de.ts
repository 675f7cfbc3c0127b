import type { en } from './send-again-texts.en.ts'

export const de: typeof en = {
  again: 'Keine Mail? Noch einmal senden',
  sentAgain: 'Noch einmal gesendet.',
}
