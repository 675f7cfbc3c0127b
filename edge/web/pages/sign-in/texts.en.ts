import { en as credentials } from '../shared/credential-texts.en.ts'
import { en as codes } from '../shared/code-texts.en.ts'
import { en as sendAgain } from '../shared/send-again-texts.en.ts'

export const en = {
  ...credentials,
  ...sendAgain,
  title: 'Sign in',
  rememberMe: 'Stay signed in on this browser',
  submit: 'Sign in',
  forgot: 'I forgot my password',
  codes: {
    ...codes,
    title: 'Without a password',
    text: 'Enter your mail address, and we send you a code. If you have no account yet, the code creates one.',
    email: credentials.email,
    submit: 'Sign in',
  },
  isNew: 'I have no account yet',
}
