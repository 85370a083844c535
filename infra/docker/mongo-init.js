// Makes the replica set and the service's own user, once; run again it changes only a changed password.
const { MONGO_ROOT_PASSWORD, MONGO_PASSWORD } = process.env;
const root = `mongodb://root:${encodeURIComponent(MONGO_ROOT_PASSWORD)}@mongo:27017`;
const admin = connect(`${root}/admin?directConnection=true`);

try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  admin.adminCommand({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: "mongo:27017" }] } });
}
while (!admin.hello().isWritablePrimary) sleep(500);

const coleta = admin.getSiblingDB("coleta");
const roles = [{ role: "readWrite", db: "coleta" }];
if (coleta.getUser("coleta")) {
  coleta.updateUser("coleta", { pwd: MONGO_PASSWORD, roles });
} else {
  coleta.createUser({ user: "coleta", pwd: MONGO_PASSWORD, roles });
}
print("replica set rs0 and user coleta are ready");
