#include "CVersion.h"

const char *oomlab_commit(void) { return OOMLAB_COMMIT; }
