#include "loading.h"
