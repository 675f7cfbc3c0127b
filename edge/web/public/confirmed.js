// Shows who is signed in.
import './session.js'
