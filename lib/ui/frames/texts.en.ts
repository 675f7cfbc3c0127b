/** The texts around every page. */
export interface FrameTexts {
  readonly pages: string
  /** The button that shows the page in the other language, written in that language. */
  readonly otherLanguage: string
  readonly skip: string
  readonly offers: string
  readonly searches: string
  readonly account: string
  readonly devices: string
  readonly signIn: string
  readonly signUp: string
  readonly signOut: string
  readonly unreachable: string
  readonly tail: string
  readonly pictures: string
  readonly reports: string
  readonly counters: string
  readonly jobs: string
  readonly subscriptions: string
  readonly audit: string
}

export const en: FrameTexts = {
  pages: 'Pages',
  otherLanguage: 'Deutsch',
  skip: 'Skip to the content',
  offers: 'Offers',
  searches: 'Searches',
  account: 'My account',
  devices: 'My devices',
  signIn: 'Sign in',
  signUp: 'Sign up',
  signOut: 'Sign out',
  unreachable: 'The platform does not answer at the moment. Reload the page in a moment.',
  tail: 'Live tail',
  pictures: 'Pictures',
  reports: 'Reports',
  counters: 'Counters',
  jobs: 'Jobs',
  subscriptions: 'Push subscriptions',
  audit: 'Audit log',
}
