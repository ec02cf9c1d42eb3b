// libpq, as the system ships it; where it lies says pkg-config.
#include <libpq-fe.h>
