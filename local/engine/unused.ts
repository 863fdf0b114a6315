/**
 * Stands inside the engine for what it imports and never calls here: the AWS SDK (80 ms and 25 MB for each start of
 * `rollcall`), because every Task has a handler of ours, and the validator, because the tests validate the definition.
 */
class Unused {
  constructor() {
    throw new Error('the engine on this machine calls no AWS service and validates nothing');
  }
}

export { Unused as InvokeCommand, Unused as LambdaClient };
export const fromCognitoIdentityPool = Unused;
export default Unused;
