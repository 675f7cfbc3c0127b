/** What a page says when a page cannot be shown, by status. */
export const en = {
  title: 'This page cannot be shown',
  byStatus: {
    400: { heading: 'This address is wrong', text: 'A part of the address is not what we expect.' },
    401: { heading: 'Sign in first', text: 'This page is for people who are signed in.' },
    403: {
      heading: 'This page is not for you',
      text: 'Your account may not see it. Sign in with another account.',
    },
    404: { heading: 'There is nothing here', text: 'The address is wrong, or what was here is gone.' },
    429: { heading: 'Too many requests', text: 'Wait a moment, then try again.' },
    502: { heading: 'A part of the platform does not answer', text: 'Try again in a moment.' },
    503: { heading: 'A part of the platform is down', text: 'Try again in a moment.' },
  } as Readonly<Record<number, { readonly heading: string; readonly text: string } | undefined>>,
  other: {
    heading: 'Something went wrong',
    text: 'Try again. If it happens again, tell the operator the number below.',
  },
  detail: 'What the platform says',
  request: 'Request',
  again: 'Try again',
  home: 'To the front page',
  signIn: 'Sign in',
}
