import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Zähler',
  event: 'Ereignis',
  lastMinute: 'Letzte volle Minute',
  lastHour: 'Letzte Stunde',
  empty: 'In der letzten Stunde wurde nichts gezählt',
  away: 'Die Zähler sind gerade nicht verfügbar:',
  again: 'Noch einmal versuchen',
}
