/** A text for each plural category of its language; `other` is also for the categories that are missing. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** Declares a text that depends on `{count}`. */
export function plural(forms: Plural): Plural {
  return forms
}
