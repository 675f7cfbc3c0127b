export const en = {
  title: 'Confirmation of your address',
  good: { title: 'Your address is confirmed', text: 'You can sign in now.' },
  bad: {
    title: 'This link is no longer valid',
    text: 'Perhaps it was used already, is older than an hour, or somebody signed up with your address again. Try to sign in. If that does not work, sign up again.',
  },
  signIn: 'Sign in',
  signUp: 'Sign up',
}
