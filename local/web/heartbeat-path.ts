/** The address that URLs of jobs begin with on this machine; what follows is as on AWS. */
export const HEARTBEAT_PATH = '/ping';
