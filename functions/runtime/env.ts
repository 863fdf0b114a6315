/** The value of an environment variable that the stack sets; without it the function cannot start. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`environment variable ${name} is not set; deploy the function with the Rollcall stack`);
  }
  return value;
}
