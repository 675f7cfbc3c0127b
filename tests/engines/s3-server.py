"""An S3 for tests: moto with signatures checked, one bucket, and one user who may do everything.

Called with the folder of its packages, a port, the name of the bucket, and the two halves of the user's access key.
"""

import json
import os
import sys

packages, port, bucket, access_key_id, secret_access_key = sys.argv[1:6]
# First, whatever else is installed on this machine.
sys.path.insert(0, packages)
# Before the imports, for it is read there: every call must be signed.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

REGION = "us-east-1"
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}

iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
iam.create_user(REGION, "push")
iam.put_user_policy("push", "everything", json.dumps(EVERYTHING))
key = iam.create_access_key("push")
key.access_key_id, key.secret_access_key = access_key_id, secret_access_key
s3_backends[DEFAULT_ACCOUNT_ID]["aws"].create_bucket(bucket, REGION)

# One request at a time: moto looks first and writes then, where S3 does both at once.
run_simple("127.0.0.1", int(port), DomainDispatcherApplication(create_backend_app), threaded=False)
