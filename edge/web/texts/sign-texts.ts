import type { Language } from '#lib/http/preferred-language.ts'

/** What the pages say that lead to a session: sign-up, its confirmation, sign-in, a new password. */
export interface SignTexts {
  readonly email: string
  readonly password: string
  readonly passwordHint: string
  readonly newPassword: string
  readonly rememberMe: string
  readonly signUp: { readonly title: string; readonly submit: string; readonly hasAccount: string }
  readonly mailSent: {
    readonly title: string
    readonly text: string
    readonly again: string
    readonly sentAgain: string
  }
  readonly signIn: {
    readonly title: string
    readonly submit: string
    readonly forgot: string
    readonly isNew: string
  }
  readonly confirmed: { readonly title: string; readonly text: string }
  readonly notConfirmed: { readonly title: string; readonly text: string }
  readonly askReset: {
    readonly title: string
    readonly text: string
    readonly submit: string
    readonly done: string
  }
  readonly reset: { readonly title: string; readonly submit: string; readonly done: string }
}

/** The texts of those pages. */
export const signTexts: Readonly<Record<Language, SignTexts>> = {
  en: {
    email: 'Mail address',
    password: 'Password',
    passwordHint: 'At least 10 characters. Four or five words that nobody would guess are good.',
    newPassword: 'New password',
    rememberMe: 'Stay signed in on this browser',
    signUp: { title: 'Sign up', submit: 'Sign up', hasAccount: 'I have an account' },
    mailSent: {
      title: 'Look into your mail',
      text: 'A mail is on its way to you. The link in it confirms your address, within an hour; then you can sign in.',
      again: 'Nothing came: send it again',
      sentAgain: 'Sent again.',
    },
    signIn: { title: 'Sign in', submit: 'Sign in', forgot: 'I forgot my password', isNew: 'I am new here' },
    confirmed: { title: 'Your address is confirmed', text: 'You can sign in now.' },
    notConfirmed: {
      title: 'This link is no longer good',
      text: 'It was used already, is too old, or somebody has signed up with your address again since. Try to sign in; if you cannot, sign up again.',
    },
    askReset: {
      title: 'A new password',
      text: 'Say your mail address; the mail you get has a link with which you choose a new password.',
      submit: 'Send the mail',
      done: 'If there is an account with this address, a mail is on its way to it.',
    },
    reset: {
      title: 'Choose a new password',
      submit: 'Keep this password',
      done: 'Your new password is kept, and you were signed out everywhere. Sign in with it now.',
    },
  },
  de: {
    email: 'Mailadresse',
    password: 'Passwort',
    passwordHint: 'Mindestens 10 Zeichen. Gut sind vier oder fünf Wörter, die niemand errät.',
    newPassword: 'Neues Passwort',
    rememberMe: 'In diesem Browser angemeldet bleiben',
    signUp: { title: 'Konto anlegen', submit: 'Konto anlegen', hasAccount: 'Ich habe schon ein Konto' },
    mailSent: {
      title: 'Sieh in deine Mails',
      text: 'Eine Mail ist zu dir unterwegs. Der Link darin bestätigt deine Adresse, eine Stunde lang; dann kannst du dich anmelden.',
      again: 'Nichts gekommen: noch einmal senden',
      sentAgain: 'Noch einmal gesendet.',
    },
    signIn: {
      title: 'Anmelden',
      submit: 'Anmelden',
      forgot: 'Passwort vergessen',
      isNew: 'Ich bin neu hier',
    },
    confirmed: { title: 'Deine Adresse ist bestätigt', text: 'Jetzt kannst du dich anmelden.' },
    notConfirmed: {
      title: 'Dieser Link gilt nicht mehr',
      text: 'Er wurde schon benutzt, ist zu alt, oder mit deiner Adresse wurde seitdem noch einmal ein Konto angelegt. Versuche dich anzumelden; geht das nicht, dann lege noch einmal ein Konto an.',
    },
    askReset: {
      title: 'Ein neues Passwort',
      text: 'Nenne deine Mailadresse; mit dem Link in der Mail, die du bekommst, wählst du ein neues Passwort.',
      submit: 'Mail senden',
      done: 'Gibt es ein Konto mit dieser Adresse, dann ist eine Mail dorthin unterwegs.',
    },
    reset: {
      title: 'Wähle ein neues Passwort',
      submit: 'Dieses Passwort behalten',
      done: 'Dein neues Passwort gilt, und du wurdest überall abgemeldet. Melde dich jetzt damit an.',
    },
  },
}
