import { en as credentials } from '../shared/credential-texts.en.ts'
import { en as sendAgain } from '../shared/send-again-texts.en.ts'

export const en = {
  ...credentials,
  ...sendAgain,
  title: 'Sign in',
  rememberMe: 'Stay signed in on this browser',
  submit: 'Sign in',
  forgot: 'I forgot my password',
  isNew: 'I have no account yet',
}
