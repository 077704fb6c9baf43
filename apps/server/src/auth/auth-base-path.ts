/** Everything below it is answered by the sign-in library. */
export const authBasePath = '/ui/v1/auth'
