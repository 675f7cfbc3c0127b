// The script of the pages that have none of their own: it shows who is signed in.
import { findSession } from './session.ts'

void findSession()
