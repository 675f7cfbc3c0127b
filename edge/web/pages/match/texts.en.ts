export const en = {
  title: 'A match',
  heading: 'You have a match nearby',
  text: 'Only the two of you see who it is and what they wrote. Open the notification on the phone that received it: it leads you to the match.',
  now: 'What happens now',
}
