"""CloudFormation: its own engine over moto's resources, since moto's has neither failures nor time.

moto 5.2.5                                                  here
a change set's name twice makes a second stack              AlreadyExistsException, or the same by its token
nothing is checked: capabilities, types, references         refused in AWS's words (`checking`)
everything happens within the request                       states, paced by `resource_seconds` (`executing`)
one event per stack                                         events per resource, newest first
a failed resource leaves the stack as it is                 CREATE_FAILED, a rollback, and nothing left behind
types that it does not model are passed over in silence     they exist on paper (`placeholders`), and are marked so
an update is made within the request, if at all             compared, carried out, taken back (`comparing`, `updating`)
policies for deletion are not known                         what is retained is skipped and listed (`clearing`)
most models cannot be deleted, nor changed                  `removing`, `updates`
short forms of YAML and some functions are misread          `template`, `values`
"""
